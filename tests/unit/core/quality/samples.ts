/** Made samples for the tests of what the Quality screen says. */
import type { Label, PlateLabel, Prediction, Sample } from '../../../../src/core/dataset/types.ts';
import type { KnownSample, SeenFacts } from '../../../../src/core/quality/facts.ts';
import type { Box, Plate, Reading } from '../../../../src/core/types.ts';

export const BOX: Box = { x: 100, y: 100, width: 120, height: 30 };

export function sample(id: string, more: Partial<Sample> = {}): Sample {
  return {
    id,
    file: `${id}.jpg`,
    kind: 'photo',
    source: 'import',
    addedAt: 0,
    taken: null,
    place: null,
    size: { width: 640, height: 480 },
    orientation: 1,
    type: 'image/jpeg',
    bytes: 1000,
    sha256: id,
    dhash: '0000000000000000',
    burst: null,
    ...more,
  };
}

export const plate = (more: Partial<PlateLabel> = {}): PlateLabel => ({
  id: 'p1',
  box: BOX,
  verdict: 'plate',
  text: 'AB12CD',
  raw: null,
  unreadable: null,
  region: 'de',
  rows: 1,
  origin: null,
  ...more,
});

export const label = (
  of: string,
  plates: readonly PlateLabel[],
  more: Partial<Label> = {},
): Label => ({
  sample: of,
  revision: 1,
  at: 1,
  plates,
  noPlate: false,
  prediction: null,
  ...more,
});

/** Each character with its confidence, the second guess taking the rest. */
export function reading(text: string, sure = 0.98, second = '0'): Reading {
  return {
    text,
    confidence: sure,
    characters: Array.from(text, (char) => ({
      char,
      confidence: sure,
      alternatives: [{ char: second, confidence: (1 - sure) * 0.9 }],
    })),
    rows: 1,
    alternatives: [],
  };
}

export const seenPlate = (box: Box, read: Reading | null, confidence = 0.9): Plate => ({
  detection: { box, confidence, classIndex: 0 },
  reading: read,
});

export const seen = (...plates: Plate[]): SeenFacts => ({ plates, embedding: null, readings: [] });

export const known = (
  id: string,
  given: Label | null,
  split: KnownSample['split'] = 'train',
  prediction: Prediction | null = null,
  more: Partial<Sample> = {},
): KnownSample => ({ sample: sample(id, more), label: given, prediction, split });
