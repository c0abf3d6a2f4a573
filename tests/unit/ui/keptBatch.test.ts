import '../store/fakeBrowser.ts';
import { describe, expect, it, vi } from 'vitest';
import { savedBatches, savedBatchPhotos, savedBatchSources } from '../../../src/store/results.ts';
import type { PhotoItem } from '../../../src/ui/read/items.ts';
import { forgetPhotos, keepPhotos, openBatch } from '../../../src/ui/read/keptBatch.ts';

const waiting = (index: number): PhotoItem => ({
  index,
  file: `${index}.jpg`,
  bytes: 3,
  lastModified: 0,
  source: new File(['abc'], `${index}.jpg`),
  state: 'waiting',
  outcome: null,
  thumbnail: null,
  crops: [],
  label: null,
  sample: null,
});
const read = (index: number): PhotoItem => ({
  ...waiting(index),
  state: 'finished',
  outcome: { kind: 'failed', code: 'damaged', message: 'It ends too soon.' },
});
const PHOTOS = Array.from({ length: 60 }, (_, index) => waiting(index));

async function stored() {
  const [batch] = await savedBatches();
  const id = batch?.id ?? '';
  return { photos: await savedBatchPhotos(id), sources: await savedBatchSources(id) };
}

describe('a batch is kept', () => {
  it('what is read does not wait for the photos of the whole batch', async () => {
    await openBatch();
    keepPhotos(PHOTOS);
    keepPhotos([read(0)]);
    await vi.waitFor(async () => expect((await stored()).photos[0]?.outcome?.kind).toBe('failed'), {
      interval: 1,
    });
    expect((await stored()).sources.size).toBeLessThan(PHOTOS.length / 2);
    await vi.waitFor(async () => expect((await stored()).sources.size).toBe(PHOTOS.length));
  });

  it('a photo that was taken out or cleared meanwhile is not kept after all', async () => {
    forgetPhotos();
    keepPhotos(PHOTOS);
    keepPhotos([{ ...waiting(59), source: null, state: 'removed' }]);
    await vi.waitFor(async () => expect((await stored()).sources.size).toBe(59));
    expect((await stored()).sources.has(59)).toBe(false);
    keepPhotos([waiting(59)]); // put back
    await vi.waitFor(async () => expect((await stored()).sources.size).toBe(60));

    forgetPhotos();
    keepPhotos(PHOTOS);
    forgetPhotos();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await stored()).photos).toEqual([]);
    expect((await stored()).sources.size).toBe(0);
  });
});
