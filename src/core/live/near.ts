/** Texts one misreading away, for watch lists whose entries are only kept as hashes. */
import { PLATE_CHARACTERS } from '../plateText.ts';

/** All texts at edit distance 1: one character changed, lost or added. `text` is `A–Z0–9`; without `text` itself. */
export function nearTexts(text: string): string[] {
  const near = new Set<string>();
  for (let i = 0; i <= text.length; i++) {
    const head = text.slice(0, i);
    const tail = text.slice(i);
    if (tail !== '') near.add(head + tail.slice(1));
    for (const char of PLATE_CHARACTERS) {
      near.add(head + char + tail);
      if (tail !== '') near.add(head + char + tail.slice(1));
    }
  }
  near.delete(text);
  near.delete('');
  return [...near];
}
