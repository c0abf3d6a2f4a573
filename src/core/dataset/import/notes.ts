/** What is told about an import: each kind of thing once, with how often it was met and where first. */
import type { ImportProblem } from '../annotation.ts';

/** As many kinds as a person reads; the rest are counted. */
export const SHOWN_NOTES = 200;

export class Notes {
  private readonly found = new Map<string, { file: string; line: number | null; count: number }>();

  /** @param message a sentence for people, the same for the same kind of thing */
  add(file: string, message: string, line: number | null = null, count = 1): void {
    const known = this.found.get(message);
    if (known) known.count += count;
    else this.found.set(message, { file, line, count });
  }

  /** These and those of another. */
  with(other: Notes): Notes {
    const both = new Notes();
    for (const notes of [this, other]) {
      for (const [message, { file, line, count }] of notes.found)
        both.add(file, message, line, count);
    }
    return both;
  }

  list(): ImportProblem[] {
    return [...this.found].map(([message, note]) => ({ message, ...note }));
  }
}
