/**
 * What was typed in one go, key after key, over or beside a text that stood there. A fix is a key or
 * two; three keys and more may be meant as the whole plate, and what is left of the old text would be
 * saved with it. Which of the two is meant is asked, never guessed.
 */
import { editDistance, MOST_CHARACTERS } from '../../core/plateText.ts';

/** The characters typed in one go: from, up to and without. */
export interface TypedRun {
  readonly from: number;
  readonly to: number;
  /** It stands for characters that were taken out there: a mend, and no whole plate. */
  readonly isMend?: true;
}

/** So many keys may be a whole plate. */
const MAY_BE_WHOLE = 3;

/**
 * @param position where the caret is after the key
 * @param kind what the key did
 */
export function typedOn(
  run: TypedRun | null,
  position: number,
  kind: 'typed' | 'deleted',
): TypedRun | null {
  if (kind === 'deleted') {
    return upTo(run, position) ?? { from: position, to: position, isMend: true };
  }
  return run && position === run.to + 1
    ? { ...run, to: position }
    : { from: position - 1, to: position };
}

/** What is left of it where all from there on is taken back; null for nothing. */
export function upTo(run: TypedRun | null, position: number): TypedRun | null {
  return run && position > run.from && position <= run.to ? { ...run, to: position } : null;
}

/** What was typed in one go, where it may be the whole plate and is not all that stands there. */
export function typedAlone(run: TypedRun | null, text: string): string | null {
  if (!run || run.isMend || run.to - run.from < MAY_BE_WHOLE || run.to > text.length) return null;
  return run.to - run.from < text.length ? text.slice(run.from, run.to) : null;
}

/** Longer plates are rare: what is longer is two texts in one. */
const LONG = 10;

/**
 * The texts that may be meant, the likelier first; one alone where the other is longer than a plate.
 * @param whole all that stands there
 * @param alone what was typed in one go, a part of it
 * @param old what stood there before
 */
export function likelierFirst(whole: string, alone: string, old: string): readonly string[] {
  if (whole.length > MOST_CHARACTERS) return [alone];
  const isWhole = isRest(whole, alone, old) || 2 * alone.length < whole.length;
  return isWhole && whole.length <= LONG ? [whole, alone] : [alone, whole];
}

/** Typed from the middle to the end, it may be the rest typed anew, or the whole plate, begun late. */
function isRest(whole: string, alone: string, old: string): boolean {
  if (!whole.endsWith(alone)) return false;
  const change = editDistance(alone, old.slice(whole.length - alone.length));
  return 2 * change < alone.length && change < editDistance(alone, old);
}
