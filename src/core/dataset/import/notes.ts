/** What is told about an import: each kind of thing once, with how often it was met, and where. */
import type { ImportProblem } from '../annotation.ts';

/** As many kinds as a person reads; the rest are counted. */
export const SHOWN_NOTES = 200;

/** Further places named for each kind. */
const PLACES = 9;

interface Note {
  readonly file: string;
  readonly line: number | null;
  readonly also: string[];
  count: number;
}

export class Notes {
  private readonly found = new Map<string, Note>();

  /** @param message a sentence for people, the same for the same kind of thing */
  add(file: string, message: string, line: number | null = null, count = 1): void {
    const known = this.found.get(message);
    if (!known) {
      this.found.set(message, { file, line, also: [], count });
      return;
    }
    known.count += count;
    const isNew = known.file !== file && !known.also.includes(file);
    if (isNew && known.also.length < PLACES) known.also.push(file);
  }

  /** These and those of another. */
  with(other: Notes): Notes {
    const both = new Notes();
    for (const notes of [this, other]) {
      for (const [message, { file, line, also, count }] of notes.found) {
        both.add(file, message, line, count);
        for (const place of also) both.add(place, message, null, 0);
      }
    }
    return both;
  }

  list(): ImportProblem[] {
    return [...this.found].map(([message, note]) => ({ message, ...note }));
  }
}
