import { expect, it } from 'vitest';
import type { ComparedPhoto } from '../../../../src/core/gate/compare.ts';
import { learntFrom, partLearnt } from '../../../../src/core/gate/learnt.ts';

const photo = (sample: string, group = sample) => ({ sample, group }) as unknown as ComparedPhoto;
const card = (...ids: string[]) => ({ data: { photos: ids.length, learntFrom: ids } });
const names = (photos: readonly ComparedPhoto[]) => photos.map(({ sample }) => sample).join('');

it('parts what either model learnt from, and all of the same vehicle', () => {
  const photos = [photo('a', 'car'), photo('b', 'car'), photo('c'), photo('d'), photo('e')];
  const { unseen, learnt } = partLearnt(photos, [card('a', 'elsewhere'), card('d')]);
  expect([names(unseen), names(learnt)]).toEqual(['ce', 'abd']);
});

it('lets every photo judge models whose cards name none', () => {
  for (const data of [undefined, null, 'all of it', { learntFrom: 'a' }, { learntFrom: [1, {}] }]) {
    expect(learntFrom({ data })).toEqual([]);
    expect(names(partLearnt([photo('a')], [{ data }]).unseen)).toBe('a');
  }
});
