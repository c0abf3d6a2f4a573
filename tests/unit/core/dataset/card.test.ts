/** What an exported dataset says of itself is what lies in it. */
import { describe, expect, test } from 'vitest';
import { datasetGaps } from '../../../../src/core/dataset/manifest.ts';
import { writeDatasetCard } from '../../../../src/core/dataset/write/card.ts';
import { writeDataYaml } from '../../../../src/core/dataset/write/yolo.ts';

const split = { train: 5, val: 1, test: 1 };
const card = (extra: readonly string[], gaps: readonly string[]) =>
  writeDatasetCard({
    ...{ source: 'Platewheel', splitSeed: 'seed', formats: ['yolo'], models: [], extra, gaps },
    counts: { photos: split, plates: split, negatives: 0, crops: 0, unreadable: {} },
  });

describe('the card of a dataset', () => {
  test('names the files that are there, and no others', () => {
    const named = ['quality.json', 'weights.csv'].map((file) => `- \`${file}\``);
    for (const line of named) expect(card([], [])).not.toContain(line);
    expect(card(['quality.json'], [])).toContain(named[0]);
    expect(card(['quality.json'], [])).not.toContain(named[1]);
    expect(card([], [])).not.toContain('coco.json');
  });

  test('says which plates of its photos have no label, and which sets are empty', () => {
    const gaps = datasetGaps({ plates: { ...split, test: 0 } }, { photos: 1, plates: 2 });
    expect(card([], gaps)).toContain(
      '- 2 plates were only read, not checked, and therefore left out of 1 photo: a detector would learn that there is no plate.\n- There is no labelled plate in test',
    );
    expect(datasetGaps({ plates: split })).toEqual([]);
    expect(card([], [])).not.toContain('Known gaps');
  });
});

test('data.yaml names the folder to test with only where there is one', () => {
  expect(writeDataYaml(true)).toContain('\ntest: images/test\n');
  expect(writeDataYaml(false)).not.toContain('test');
});
