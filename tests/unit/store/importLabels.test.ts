/** Labels an import brings to samples that are here: given, taken back, and never over newer words. */
import './fakeBrowser.ts';
import { beforeEach, expect, test } from 'vitest';
import type { LabelEdit, Split } from '../../../src/core/dataset/types.ts';
import { saveCorrection } from '../../../src/store/corrections.ts';
import { beginImport, finishImport, stageSamples, undoImport } from '../../../src/store/imports.ts';
import { savedSample } from '../../../src/store/library.ts';
import { trashSamples } from '../../../src/store/trash.ts';
import { photoOf, plateEdit } from './photo.ts';

const edit = (id: string, x: number): LabelEdit =>
  plateEdit(id, { box: { x, y: 1, width: 20, height: 5 } });

let count = 0;
/** A sample that is here, labelled once, with its id. */
async function keep(): Promise<string> {
  count += 1;
  const prepared = photoOf(`photo ${count}`);
  const { id } = prepared.sample;
  await saveCorrection({ prepared, sample: id, prediction: null, edits: [edit('d1', 1)], at: 1 });
  return id;
}

const xs = async (id: string) => (await savedSample(id))?.label?.plates.map(({ box }) => box.x);

async function bring(sample: string, over: number, trashed: readonly string[] = []) {
  const id = await beginImport('set.zip', 'YOLO', 2);
  const edits: LabelEdit[] = [{ kind: 'plate', id: 'd1', value: null }, edit('i2.1', 50)];
  await finishImport(id, trashed, undefined, [{ sample, edits, at: 2, over, split: null }]);
  return id;
}

let sample = '';
beforeEach(async () => {
  sample = await keep();
});

test('a label replaces the one it was chosen over; undo brings that back and leaves the photo', async () => {
  const id = await bring(sample, 1);
  expect(await xs(sample)).toEqual([50]);
  expect(await undoImport(id)).toEqual({ removed: 0, labels: 1, kept: 0 });
  expect(await xs(sample)).toEqual([1]);
});

test('a label that was changed meanwhile stays', async () => {
  await saveCorrection({ prepared: null, sample, prediction: null, edits: [edit('d2', 9)], at: 2 });
  await bring(sample, 1);
  expect(await xs(sample)).toEqual([1, 9]);
});

test('what was said since the import stays when it is undone', async () => {
  const id = await bring(sample, 1);
  await saveCorrection({ prepared: null, sample, prediction: null, edits: [edit('d3', 9)], at: 3 });
  expect(await undoImport(id)).toEqual({ removed: 0, labels: 0, kept: 1 });
  expect(await xs(sample)).toEqual([9, 50]);
});

test('a photo from the trash comes back with the label, and goes there again with its own', async () => {
  await trashSamples([sample], 2);
  const id = await bring(sample, 1, [sample]);
  expect(await xs(sample)).toEqual([50]);
  expect(await undoImport(id)).toEqual({ removed: 1, labels: 0, kept: 0 });
  expect(await savedSample(sample)).toBeNull();
});

/** A photo that came in without a label, for this split. */
async function bringUnlabelled(split: Split): Promise<string> {
  count += 1;
  const { sample: photo, bytes, thumb } = photoOf(`photo ${count}`);
  const id = await beginImport('set.zip', 'photos', 2);
  const none = { predictions: [], label: null, log: [], derived: [] };
  await stageSamples(id, [{ sample: photo, bytes, thumb, ...none, split }]);
  await finishImport(id);
  return photo.id;
}

test.each(['train', 'val', 'test'] as const)(
  'a photo that came in for %s without a label is placed there when it gets one',
  async (split) => {
    // Several: by chance one alone might be drawn there.
    for (let i = 0; i < 8; i++) {
      const id = await bringUnlabelled(split);
      await saveCorrection({
        prepared: null,
        sample: id,
        prediction: null,
        edits: [plateEdit('d1', { text: `AA${split}${i}` })],
        at: 3,
      });
      expect((await savedSample(id))?.split).toBe(split);
    }
  },
);

test('its split also holds where a second import brings the label', async () => {
  for (let i = 0; i < 8; i++) {
    const id = await bringUnlabelled('test');
    await bring(id, 0);
    expect((await savedSample(id))?.split).toBe('test');
  }
});
