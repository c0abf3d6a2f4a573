/** Made readings for tests. */
import type { Reading } from '../../../../src/core/types.ts';

/** `text` read with one confidence for all characters, or one each. */
export function reading(text: string, confidence: number | readonly number[] = 0.9): Reading {
  const each = [...text].map((char, i) => ({
    char,
    confidence: typeof confidence === 'number' ? confidence : (confidence[i] as number),
    alternatives: [],
  }));
  const lowest = each.length > 0 ? Math.min(...each.map((c) => c.confidence)) : 0;
  return { text, confidence: lowest, characters: each, rows: null, alternatives: [] };
}
