import { describe, expect, it } from 'vitest';
import { cropName } from '../../../src/ui/read/exports.ts';
import type { PhotoItem } from '../../../src/ui/read/items.ts';

function item(file: string, text: string | null): PhotoItem {
  const model = { id: 'm', sha256: '', backend: 'wasm' as const };
  const reading =
    text === null ? null : { text, confidence: 1, characters: [], rows: null, alternatives: [] };
  const box = { x: 0, y: 0, width: 1, height: 1 };
  return {
    index: 0,
    file,
    bytes: 1,
    lastModified: 1,
    source: null,
    state: 'finished',
    outcome: {
      kind: 'read',
      size: { width: 1, height: 1 },
      plates: [{ detection: { box, confidence: 1, classIndex: 0 }, reading }],
      detector: model,
      reader: model,
      times: { decodeMs: 0, detectMs: 0, readMs: 0, totalMs: 0 },
      taken: { time: null, place: null },
    },
    thumbnail: null,
    crops: [null],
    label: null,
    sample: null,
  };
}

describe('cropName', () => {
  it.each([
    ['trip/car.jpg', 'AB12CDE', 'AB12CDE_car-1.png'],
    ['car.jpg', '', 'unreadable_car-1.png'],
    ['car.jpg', null, 'unreadable_car-1.png'],
    ['../../etc/passwd', 'A1', 'A1_passwd-1.png'],
    ['a/..\\..\\b.jpg', 'A1', 'A1_b-1.png'],
  ])('names the crop of %j with %j %s', (file, text, name) => {
    expect(cropName(item(file, text), 0)).toBe(name);
  });
});
