import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exportStems, hashStem } from '../../../../src/core/dataset/write/names.ts';
import { oddName } from './arbitraries.ts';

const id = (n: number) => n.toString(16).padStart(64, '0').split('').reverse().join('');
const stems = (files: readonly string[], keepNames = true) => [
  ...exportStems(
    files.map((file, i) => ({ id: id(i + 1), file })),
    keepNames,
  ).values(),
];

test('own names where no two are the same, else hashes for both', () => {
  expect(stems(['day 1/IMG_1.JPG', 'day 2/img_1.png', 'b/Zürich 3.jpg'])).toEqual([
    hashStem(id(1)),
    hashStem(id(2)),
    'Zürich_3',
  ]);
  expect(stems(['a.jpg', 'b.jpg'], false)).toEqual([hashStem(id(1)), hashStem(id(2))]);
});

test('names that would be trouble somewhere are not kept', () => {
  expect(stems(['CON.jpg', '...jpg', '../../x.jpg', 'a:b?.jpg'])).toEqual([
    hashStem(id(1)),
    hashStem(id(2)),
    'x',
    'a_b',
  ]);
});

test('whatever photos are called: unique in any case, and no path', () => {
  fc.assert(
    fc.property(fc.array(oddName, { maxLength: 20 }), (files) => {
      const found = stems(files);
      expect(new Set(found.map((stem) => stem.toLowerCase())).size).toBe(files.length);
      for (const stem of found) expect(stem).toMatch(/^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}._-]*$/u);
    }),
  );
});
