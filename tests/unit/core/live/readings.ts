/** Made readings for tests. */
import type { Vehicle } from '../../../../src/core/live/vehicle.ts';
import { consensusOf } from '../../../../src/core/live/vote.ts';
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

const box = { x: 0, y: 0, width: 100, height: 25 };

/** A vehicle that was seen and not read. */
export const unreadVehicle: Vehicle = {
  id: 1,
  spans: [{ fromMs: 0, toMs: 0 }],
  frames: 12,
  isPresent: false,
  box,
  firstBox: box,
  readings: [],
  consensus: consensusOf([]),
  hasConverged: false,
  isFinal: false,
  continues: null,
};
