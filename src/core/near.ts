/** Texts a misreading away, for lists whose entries are only kept as hashes. */
import { lookAlikeTexts } from './lookAlikes.ts';
import { PLATE_CHARACTERS } from './plateText.ts';

/** So many look-alikes may be misread in one plate; four would be thousands of texts to hash. */
const MOST_LOOK_ALIKES = 3;

/**
 * All texts at edit distance 1 (one character changed, lost or added), and those in which up to three
 * characters are look-alikes. `text` is `A–Z0–9`; without `text` itself.
 */
export function nearTexts(text: string): string[] {
  const near = new Set(lookAlikeTexts(text, MOST_LOOK_ALIKES));
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
