import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardMetrics } from '../../../src/ui/settings/cardMetrics.ts';
import { toModel } from '../../../src/ui/settings/installedModels.ts';

describe('cardMetrics', () => {
  it('writes rates and figures with their intervals, and leaves sources out', () => {
    const rate = { rate: 0.64594, interval: [0.6029, 0.6867], n: 497 };
    expect(
      cardMetrics({
        set: 'held-out crops',
        exact: { all: rate, sources: { cn: rate } },
        map50_mean: 0.7252,
        map50_mean_interval: [0.6985, 0.7749],
        photos: 646,
        list: [1, 2],
        nothing: null,
      }),
    ).toEqual([
      { name: 'set', value: 'held-out crops' },
      { name: 'exact all', value: '0.646 (0.603 to 0.687, n = 497)' },
      { name: 'map50 mean', value: '0.725 (0.699 to 0.775)' },
      { name: 'photos', value: '646' },
    ]);
  });
});

describe('toModel', () => {
  it('takes any card, also one that lacks everything', () => {
    expect(toModel({})).toEqual({
      id: 'unnamed model',
      task: '',
      licence: null,
      bytes: 0,
      sha256: '',
      metrics: [],
    });
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), (card) => {
        for (const { name, value } of toModel(card).metrics) {
          expect([typeof name, typeof value]).toEqual(['string', 'string']);
        }
      }),
    );
  });
});
