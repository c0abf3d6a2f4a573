import { effect } from '@preact/signals';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  addPlates,
  change,
  EMPTY_LIST,
  listOf,
  plateLists,
  platesIn,
  removePlate,
  sizeOf,
} from '../../../../src/ui/lists/plateLists.ts';

let kept: unknown;
let refuses = false;
vi.mock('../../../../src/store/plateLists.ts', () => ({
  savePlateLists: async (lists: unknown) => {
    if (refuses) throw new Error('no storage');
    kept = lists;
  },
  savedPlateLists: async () => stored,
}));
let stored: { lists: unknown; watched: unknown } = { lists: undefined, watched: undefined };

beforeEach(async () => {
  refuses = false;
  await change('allow', EMPTY_LIST);
  await change('deny', EMPTY_LIST);
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
      expect(await addPlates('allow', 'AB12CDE\nXY99ZZ', hash)).toEqual({ plates: 2, saved: true });
      expect(await addPlates('allow', 'ab12-cde', hash)).toEqual({ plates: 0, saved: true });
      await addPlates('deny', 'XY99ZZ', hash);
      expect(['AB12CDE', 'AB12CDF', 'XY99ZZ', 'XY99ZA', 'QQ11QQ'].map(listOf)).toEqual([
        ...['allow', 'near-allow', 'deny', 'near-deny', ''],
      ]);
      expect(JSON.stringify(kept).includes('AB12CDE')).toBe(!hash);
      await removePlate('deny', 'xy 99 zz');
      expect(listOf('XY99ZZ')).toBe('allow');
      expect(sizeOf(plateLists.value.deny)).toBe(0);
    });
  }

  for (const hash of [false, true]) {
    it(`knows a plate with look-alikes misread (${hash ? 'hashed' : 'plain'})`, async () => {
      await addPlates('deny', '400VOLT\nDADDYEI7O', hash);
      expect(['4OOVOLT', '4OOV0LT', 'DADDYE170', '411VOLT'].map(listOf)).toEqual([
        ...['near-deny', 'near-deny', 'near-deny', ''],
      ]);
    });
  }

  it('whoever shows a mark hears of another list, also of a text looked up before', async () => {
    expect(listOf('AB12CDE')).toBe('');
    const shown: string[] = [];
    const end = effect(() => void shown.push(listOf('AB12CDE')));
    await addPlates('deny', 'AB12CDE', false);
    await removePlate('deny', 'AB12CDE');
    end();
    expect(shown).toEqual(['', 'deny', '']);
  });

  it('a plate that stands there in the other form is not counted twice', async () => {
    await addPlates('deny', 'AB12CDE', true);
    expect((await addPlates('deny', 'AB12CDE', false)).plates).toBe(0);
    expect(sizeOf(plateLists.value.deny)).toBe(1);
  });

  it('holds until the page is closed where the browser refuses storage, and says so', async () => {
    refuses = true;
    expect(await addPlates('deny', 'AB12CDE', false)).toEqual({ plates: 1, saved: false });
    expect(listOf('AB12CDE')).toBe('deny');
  });

  it('earlier versions: Live had a list of its own, and a list of photos one salt', async () => {
    await addPlates('deny', 'AB12CDE', true);
    const [hashed] = plateLists.value.deny.hashed;
    await change('deny', EMPTY_LIST);
    await addPlates('deny', 'XY99ZZ', true);
    const [watched] = plateLists.value.deny.hashed;
    vi.resetModules();
    stored = { lists: { deny: { plain: ['QQ11QQ'], hashed } }, watched };
    const anew = await import('../../../../src/ui/lists/plateLists.ts');
    await anew.loadPlateLists();
    expect(['AB12CDE', 'XY99ZZ', 'QQ11QQ', 'ZZ00ZZ'].map(anew.listOf)).toEqual([
      ...['deny', 'deny', 'deny', ''],
    ]);
    expect(anew.sizeOf(anew.plateLists.value.deny)).toBe(3);
  });
});
