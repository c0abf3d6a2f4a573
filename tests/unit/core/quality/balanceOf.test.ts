import { expect, test } from 'vitest';
import { balanceTables } from '../../../../src/core/quality/balanceOf.ts';
import type { SampleFacts } from '../../../../src/core/quality/facts.ts';

const photos = (n: number, source: string, split: string) =>
  Array.from({ length: n }, (_, i) => ({
    id: `${source}${split}${i}`,
    source,
    split,
    plates: [{}],
  }));
const notes = (...groups: ReturnType<typeof photos>[]) =>
  balanceTables(groups.flat() as unknown as SampleFacts[], null)
    .filter(({ property }) => property === 'Source')
    .flatMap((table) => table.notes);

test('a set without a kind of photos is said only where chance would have put some there', () => {
  // Of 12 live photos 0.8 would be in the test set by chance: none is nothing to tell.
  expect(
    notes(photos(12, 'live', 'train'), photos(80, 'photo', 'train'), photos(7, 'photo', 'test')),
  ).toEqual([]);
  const few = notes(
    photos(60, 'live', 'train'),
    photos(80, 'photo', 'train'),
    photos(12, 'photo', 'test'),
  );
  expect(few.join(' ')).toContain('Source live: 0 in testing, fewer than the 4.7');
});
