/**
 * What was typed in one go, key after key, over a text that stood there. A fix is a key or two; three
 * keys and more may be meant as the whole plate, and what is left of the old text would be saved with
 * it. Which of the two is meant is asked, never guessed.
 */

/** The characters typed in one go: from, up to and without. */
export interface TypedRun {
  readonly from: number;
  readonly to: number;
}

/** So many keys may be a whole plate. */
const MAY_BE_WHOLE = 3;

/**
 * @param position where the caret is after the key
 * @param kind what the key did: took a character's place, came in between or at the end, or took
 * characters away
 */
export function typedOn(
  run: TypedRun | null,
  position: number,
  kind: 'replaced' | 'inserted' | 'deleted',
): TypedRun | null {
  if (kind === 'deleted') {
    return run && position > run.from && position <= run.to ? { ...run, to: position } : null;
  }
  if (run && position === run.to + 1) return { ...run, to: position };
  // Who puts characters in has looked where.
  return kind === 'replaced' ? { from: position - 1, to: position } : null;
}

/** What was typed in one go, where it may be the whole plate and is not all that stands there. */
export function typedAlone(run: TypedRun | null, text: string): string | null {
  if (!run || run.to - run.from < MAY_BE_WHOLE || run.to > text.length) return null;
  return run.to - run.from < text.length ? text.slice(run.from, run.to) : null;
}
