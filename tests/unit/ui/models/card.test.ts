import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cardConfusion } from '../../../../src/ui/models/cardConfusion.ts';
import { cardCurves } from '../../../../src/ui/models/cardCurves.ts';

const read = (path: string) =>
  JSON.parse(readFileSync(new URL(`../../../../models/${path}`, import.meta.url), 'utf8'));
const index = read('index.json');

describe('a card, drawn', () => {
  it.each(['detector', 'reader'])('the shipped %s has scores, losses and a confusion', (task) => {
    const card = read(`${index[task]}.json`);
    expect(cardCurves(card.curves).map(({ title }) => title)).toEqual([
      'Scores while training',
      'Losses while training',
    ]);
    expect(cardConfusion(card.confusion, card.alphabet)?.bars.length).toBeGreaterThan(3);
  });

  it('characters are told most often first, what was right not at all', () => {
    const counts = [
      [9, 1, 0],
      [3, 9, 0],
      [0, 2, 9],
    ];
    expect(cardConfusion(counts, 'AB_')?.bars).toEqual([
      { name: 'B as A', count: 3 },
      { name: 'nothing as B', count: 2 },
      { name: 'A as B', count: 1 },
    ]);
  });

  it.each([undefined, null, 'x', [], {}, [[1, 0]], { '640': 3 }, [{ epoch: 'x' }]])(
    '%j draws nothing',
    (value) => {
      expect(cardConfusion(value)).toBeNull();
      expect(cardCurves(value)).toEqual([]);
    },
  );
});
