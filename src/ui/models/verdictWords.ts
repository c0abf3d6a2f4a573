/** The gate's record in words. */
import type { GateRecord, Reason, Verdict } from '../../core/gate/verdict.ts';
import { percentText } from '../format/numbers.ts';

export const VERDICTS: Readonly<Record<Verdict, string>> = {
  accept: 'Better: it can take over',
  refuse: 'Refused: it must not take over',
  undecided: 'Not told apart yet',
};

/** A sentence for each reason. */
export function reasonText(reason: Reason): string {
  switch (reason.kind) {
    case 'better':
      return 'It reads your plates better; chance would look like this at most once in twenty.';
    case 'worse':
      return 'It reads your plates worse than what you have.';
    case 'same':
      return 'Both read every plate the same. More plates like these will not tell them apart.';
    case 'few':
      return reason.more === null
        ? 'It is not ahead on the plates you have labelled, so more of them may not help.'
        : `About ${reason.more} more labelled plates like these would tell.`;
    case 'regress':
      return `It fails ${reason.items} of the pictures that what you have passes, see below.`;
    case 'slice-worse':
      return `It got worse on one kind of plate (${reason.slice}).`;
    case 'slice-open':
      return `On one kind of plate (${reason.slice}) it may have lost up to ${percentText(reason.bound)}; under 3 % must be sure.`;
    case 'test-worse':
      return 'It got worse on the plates that are kept aside for testing.';
  }
}

/** E as it is said: evidence for better. */
export function evidenceText({ better, needed }: GateRecord): string {
  const times = (value: number) =>
    value >= 1000 ? 'over 1,000' : value < 10 ? value.toFixed(1) : Math.round(value).toString();
  return `${times(better)} : 1, ${needed} : 1 decides`;
}

/** How many plates are kept aside, and what for; null where none is. */
export function keptAsideText({ test }: GateRecord): string | null {
  if (!test || test.n === 0) return null;
  const are = test.n === 1 ? 'plate is' : 'plates are';
  return `${test.n} more ${are} kept aside for testing: ${test.mended} mended, ${test.broken} broken. They can refuse a model, never accept one.`;
}
