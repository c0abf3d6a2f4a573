import fc from 'fast-check';
import type { PhotoAnnotation } from '../../../../src/core/dataset/annotation.ts';
import { UNREADABLE_REASONS } from '../../../../src/core/dataset/types.ts';

/** Names people and attackers give files: Unicode, separators, quotes, line breaks, formulas. */
export const oddName = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((s) => s.isWellFormed()),
  fc.constantFrom(
    '=1+1',
    "'=x",
    "''=x",
    '@a',
    '-1',
    '+2',
    'a,b',
    'a"b',
    'a\nb',
    'a\r\nb',
    'ü 車 🚗',
    '\tx',
  ),
);

export const size = fc.record({
  width: fc.integer({ min: 60, max: 12_000 }),
  height: fc.integer({ min: 60, max: 12_000 }),
});

const share = (min: number, max: number) => fc.double({ min, max, noNaN: true });

/** A plate with its box in shares of a quarter of the photo's width that is its own. */
const plate = fc.record({
  x: share(0, 0.05),
  y: share(0, 0.8),
  width: share(0.1, 0.2),
  height: share(0.05, 0.2),
  unreadable: fc.option(fc.constantFrom(...UNREADABLE_REASONS)),
  text: fc.option(fc.stringMatching(/^[A-Z0-9]{1,11}$/)),
  raw: fc.option(oddName),
  region: fc.option(fc.stringMatching(/^[a-w][a-z]$/)),
  rows: fc.constantFrom<(1 | 2 | null)[]>(1, 2, null),
});

const photo = fc.record({
  file: oddName,
  size,
  split: fc.constantFrom('train', 'val', 'test'),
  plates: fc.array(plate, { maxLength: 4 }),
});

export const photos: fc.Arbitrary<PhotoAnnotation[]> = fc
  .array(photo, { maxLength: 6 })
  .map((list) =>
    list.map(({ plates, ...rest }, i) => ({
      image: `${i}.jpg`,
      ...rest,
      plates: plates.map(({ x, y, width, height, text, raw, ...said }, n) => ({
        ...said,
        text: said.unreadable ? null : text,
        raw: raw === text ? null : raw,
        box: {
          x: (x + n / 4) * rest.size.width,
          y: y * rest.size.height,
          width: width * rest.size.width,
          height: height * rest.size.height,
        },
      })),
    })),
  );
