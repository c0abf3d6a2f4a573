/** Searching plates the way people write them: with spaces, hyphens, and characters that look alike. */
import { normalisePlateText } from './plateText.ts';

/** Characters that are taken for each other, written as one of them. */
const FOLDED: Readonly<Record<string, string>> = {
  ...{ O: '0', Q: '0', D: '0' },
  ...{ I: '1', L: '1' },
  ...{ Z: '2' },
  ...{ S: '5' },
  ...{ G: '6' },
  ...{ B: '8' },
  ...{ V: 'U', Y: 'U', W: 'U' },
  ...{ M: 'N', H: 'N' },
};

/** `98OABC` and `980ABC` alike: equal for texts that differ in look-alikes alone. */
export function foldLookAlikes(text: string): string {
  let folded = '';
  for (const char of text) folded += FOLDED[char] ?? char;
  return folded;
}

/** `exact`: as typed, whatever the spaces and hyphens; `near`: but for characters that look alike. */
export type Hit = 'exact' | 'near' | null;

export interface Query {
  /** How a plate's text (`A–Z0–9`) answers the query. */
  readonly plate: (text: string) => Hit;
  /** Whether a name holds the query as it was typed, in any case. */
  readonly name: (name: string) => boolean;
}

/** A query made ready; null for one that asks nothing. */
export function toQuery(typed: string): Query | null {
  const raw = typed.trim().toLowerCase();
  if (raw === '') return null;
  const wanted = normalisePlateText(typed);
  const folded = foldLookAlikes(wanted);
  return {
    plate: (text) => {
      if (wanted === '') return null;
      if (text.includes(wanted)) return 'exact';
      // One or two look-alikes are found in nearly every plate.
      return folded.length >= 3 && foldLookAlikes(text).includes(folded) ? 'near' : null;
    },
    name: (name) => name.toLowerCase().includes(raw),
  };
}
