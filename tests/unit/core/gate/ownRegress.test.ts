import { describe, expect, it } from 'vitest';
import type { PlateLabel } from '../../../../src/core/dataset/types.ts';
import type { ComparedPhoto, Seen } from '../../../../src/core/gate/compare.ts';
import { ownRegressRuns, plateKey } from '../../../../src/core/gate/ownRegress.ts';

const BOX = { x: 10, y: 10, width: 100, height: 30 };

const seen = (text: string, confidence = 0.9, box = BOX): Seen => ({
  ms: 1,
  plates: [
    {
      detection: { box, confidence, classIndex: 0 },
      reading: { text, confidence: 0.9, characters: [], rows: 1, alternatives: [] },
    },
  ],
});

const label = (text: string | null, verdict: PlateLabel['verdict'] = 'plate'): PlateLabel => ({
  id: 'p',
  box: BOX,
  verdict,
  text,
  raw: text,
  unreadable: null,
  region: null,
  rows: 1,
  origin: null,
});

const photo = (truth: PlateLabel[], reference: Seen, candidate: Seen): ComparedPhoto => ({
  sample: 's',
  file: 'a.jpg',
  split: 'train',
  source: '',
  kinds: [],
  group: 's',
  truth,
  isBlank: truth.length === 0,
  reference,
  candidate,
});

const NONE = { pinned: new Set<string>(), confirmed: new Set<string>() };
const KEY = new Set([plateKey('s', 'p')]);

describe('a person’s own items of the regress list', () => {
  it('a pinned plate must keep its text, and one confirmed twice', () => {
    const photos = [photo([label('AB12')], seen('AB12'), seen('A812'))];
    expect(ownRegressRuns(photos, NONE, 0.4)).toEqual([]);
    for (const [kept, kind] of [
      [{ ...NONE, pinned: KEY }, 'pinned'],
      [{ ...NONE, confirmed: KEY }, 'confirmed'],
    ] as const) {
      const runs = ownRegressRuns(photos, kept, 0.4);
      expect(runs).toMatchObject([
        { item: { kind, text: 'AB12', sample: 's', box: BOX }, before: 'AB12', after: 'A812' },
      ]);
    }
  });

  it('what is no plate must stay blank, in the place said or in all of the photo', () => {
    const place = photo([label(null, 'not-plate')], seen('AB12', 0.2), seen('AB12'));
    const whole = photo([], seen('AB12', 0.2), seen('AB12'));
    for (const of of [place, whole]) {
      expect(ownRegressRuns([of], NONE, 0.4)).toMatchObject([
        { item: { kind: 'blank', text: '' }, before: '', after: 'AB12' },
      ]);
    }
    const elsewhere = { x: 500, y: 10, width: 100, height: 30 };
    const beside = photo([label(null, 'not-plate')], seen(''), seen('AB12', 0.9, elsewhere));
    expect(ownRegressRuns([beside], NONE, 0.4)).toMatchObject([{ before: '', after: '' }]);
  });
});
