import { expect, it } from 'vitest';
import { atPath, cutLongLists, SHORT } from '../../../../src/core/quality/longLists.ts';

it('cuts long lists of names and nothing else, and finds them again', () => {
  const long = Array.from({ length: SHORT + 1 }, (_, n) => `sample ${n}`);
  const numbers = Array.from({ length: SHORT + 1 }, (_, n) => n);
  const value = {
    tiles: [{ samples: long }, { samples: ['a'] }],
    at: 3,
    counts: [numbers],
    none: null,
  };
  const { value: cut, whole } = cutLongLists(value);
  expect([...whole]).toEqual([['tiles.0.samples', long]]);
  expect(atPath(cut, 'tiles.0.samples')).toEqual(long.slice(0, SHORT));
  expect({ ...cut, tiles: value.tiles }).toEqual(value);
});
