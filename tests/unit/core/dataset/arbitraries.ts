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
  width: fc.integer({ min: 1, max: 12_000 }),
  height: fc.integer({ min: 1, max: 12_000 }),
});

const plate = (within: { width: number; height: number }) =>
  fc
    .record({
      fx: fc.double({ min: 0, max: 0.9, noNaN: true }),
      fy: fc.double({ min: 0, max: 0.9, noNaN: true }),
      fw: fc.double({ min: 0.001, max: 0.1, noNaN: true }),
      fh: fc.double({ min: 0.001, max: 0.1, noNaN: true }),
      unreadable: fc.option(fc.constantFrom(...UNREADABLE_REASONS)),
      text: fc.option(fc.stringMatching(/^[A-Z0-9]{1,11}$/)),
      raw: fc.option(oddName),
      region: fc.option(fc.stringMatching(/^[a-z]{2}$/)),
      rows: fc.constantFrom<(1 | 2 | null)[]>(1, 2, null),
    })
    .map(({ fx, fy, fw, fh, unreadable, text, raw, region, rows }) => ({
      box: {
        x: fx * within.width,
        y: fy * within.height,
        width: fw * within.width,
        height: fh * within.height,
      },
      unreadable,
      text: unreadable ? null : text,
      raw,
      region,
      rows,
    }));

export const photos: fc.Arbitrary<PhotoAnnotation[]> = fc
  .array(
    size.chain((s) =>
      fc.record({
        file: oddName,
        size: fc.constant(s),
        split: fc.constantFrom('train', 'val', 'test'),
        plates: fc.array(plate(s), { maxLength: 4 }),
      }),
    ),
    { maxLength: 6 },
  )
  .map((list) => list.map((photo, i) => ({ image: `${i}.jpg`, ...photo }) as PhotoAnnotation));
