/** The blind check within "Teach me": counts answers, and remembers what was asked twice. */
import { effect, signal } from '@preact/signals';
import {
  ASK_AGAIN_EVERY,
  afterQuestion,
  NOTHING_ASKED,
  restoreCheck,
  toAskAgain,
  withAnswer,
} from '../../core/learning/blindCheck.ts';
import type { Answered, Question } from '../../core/quality/agreement.ts';
import type { Size } from '../../core/types.ts';
import { savedMemory, saveMemory } from '../../store/analysis.ts';
import { savedPhoto, savedSample } from '../../store/library.ts';
import { showError } from '../components/toasts.tsx';
import { type ShownPlate, shownPlates } from '../correct/actions.ts';
import type { AnnotationTarget } from '../correct/annotationTarget.ts';
import { toTarget } from '../dataset/savedTarget.ts';

export const check = signal(NOTHING_ASKED);
/** Settles once what was kept is known. */
export const known = savedMemory('blind').then(
  (kept) => {
    check.value = restoreCheck(kept);
  },
  () => undefined, // without storage it begins anew
);

function keep(next: typeof check.value): void {
  check.value = next;
  void saveMemory('blind', next).catch(showError);
}

/** Answers that are not on disk yet. */
const onTheWay = new Set<string>();

/**
 * Counts an answer of the queue. It must be said at once whether a question is due, before the next
 * plate takes keys that are meant for it.
 */
export function countAnswer(target: AnnotationTarget, plate: string): boolean {
  const key = `${target.key} ${plate}`;
  onTheWay.add(key);
  const end = effect(() => {
    const { state } = target.saving.value;
    const sample = target.sample.value;
    if (state === 'keeping' || state === 'waiting') return;
    queueMicrotask(() => end());
    if (onTheWay.delete(key) && state === 'kept' && sample) {
      keep(withAnswer(check.peek(), { sample, plate }));
    }
  });
  return check.peek().since.length + onTheWay.size >= ASK_AGAIN_EVERY;
}

export function noteQuestion(answered: Answered | null): void {
  keep(afterQuestion(check.peek(), answered));
}

/** A plate to be asked again, with all that is needed to show it and to mend its text. */
export interface BlindQuestion extends Question {
  readonly photo: Blob;
  readonly size: Size;
  readonly target: AnnotationTarget;
  readonly shown: ShownPlate;
}

/** Null where none of the earlier answers can be asked: they were taken back or hold no text. */
export async function blindQuestion(): Promise<BlindQuestion | null> {
  for (const { sample, plate } of toAskAgain(check.peek(), Math.random)) {
    const full = await savedSample(sample);
    const target = full && toTarget(full);
    const shown = target && shownPlates(target).find(({ id }) => id === plate);
    const { verdict, text, unreadable, box } = shown?.label ?? {};
    if (!full || !target || !shown || !box || verdict !== 'plate' || unreadable || !text) continue;
    const bytes = await savedPhoto(sample);
    if (!bytes) continue;
    const { size, type } = full.sample;
    const photo = new Blob([bytes], { type });
    return { sample, plate, box, given: text, photo, size, target, shown };
  }
  return null;
}

/** "9 of 10 plates that were asked twice got the same answer": kindly, for nobody is at all of them. */
export function agreementText(asked: readonly Answered[]): string {
  const same = asked.filter(({ given, again }) => given === again).length;
  return `${same} of ${asked.length} asked twice got the same answer`;
}
