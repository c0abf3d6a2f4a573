/** Searching plates the way people write them: with spaces, hyphens, and characters that look alike. */
import { foldLookAlikes } from './lookAlikes.ts';
import { normalisePlateText } from './plateText.ts';

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
