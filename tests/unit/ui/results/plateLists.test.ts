import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  addPlates,
  clearList,
  listOf,
  plateLists,
  platesIn,
} from '../../../../src/ui/results/plateLists.ts';

let kept: unknown;
vi.mock('../../../../src/store/plateLists.ts', () => ({
  savePlateLists: async (lists: unknown) => {
    kept = lists;
  },
  savedPlateLists: async () => kept,
}));

beforeEach(async () => {
  await clearList('allow');
  await clearList('deny');
});

describe('plates of a text or a CSV', () => {
  it.each([
    ['AB12 CDE\nxy-99', ['AB12CDE', 'XY99']],
    ['AB12CDE, XY99; GO 17', ['AB12CDE', 'XY99', 'GO17']],
    ['name,plate,note\r\nAnna,"AB12 CDE",x\r\nBen,XY99,\r\n', ['AB12CDE', 'XY99']],
    ['Kennzeichen;Seit\nM-AB 123;2024\n', ['MAB123']],
    ['\n\n', []],
  ])('%j', (input, plates) => {
    expect(platesIn(input)).toEqual(plates);
  });
});

describe('lists', () => {
  for (const hash of [false, true]) {
    it(`marks exact and near texts, denied before allowed (${hash ? 'hashed' : 'plain'})`, async () => {
      expect(await addPlates('allow', 'AB12CDE\nXY99ZZ', hash)).toBe(2);
      expect(await addPlates('allow', 'ab12-cde', hash)).toBe(0);
      await addPlates('deny', 'XY99ZZ', hash);
      expect(['AB12CDE', 'AB12CDF', 'XY99ZZ', 'XY99ZA', 'QQ11QQ'].map(listOf)).toEqual([
        ...['allow', 'near-allow', 'deny', 'near-deny', ''],
      ]);
      expect(JSON.stringify(kept).includes('AB12CDE')).toBe(!hash);
      await clearList('deny');
      expect(listOf('XY99ZZ')).toBe('allow');
      expect(plateLists.value.deny.plain).toEqual([]);
    });
  }
});
