/** Backup and restore of any set: whatever names, labels and splits it has, every store comes back. */
import fc from 'fast-check';
import { zipSync } from 'fflate';
import type { PhotoAnnotation } from '../../src/core/dataset/annotation.ts';
import { writeCoco } from '../../src/core/dataset/write/coco.ts';
import { photos } from '../unit/core/dataset/arbitraries.ts';
import { expect, test } from './base.ts';
import {
  dumpDatabase,
  GERMANY,
  importZip,
  jpegSize,
  openDataset,
  startWithModels,
  wipe,
  withExif,
} from './flywheelTools.ts';
import { downloaded } from './readScreen.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 100_000);

/** A COCO zip of real photos, every one distinct, turned in one of the eight ways. */
function cocoZip(set: readonly PhotoAnnotation[]): Buffer {
  const images = set.map(({ image, split }, i) => [
    `images/${split}/${image}`,
    withExif(GERMANY, (i % 8) + 1, `photo ${i}`),
  ]);
  const json = new TextEncoder().encode(writeCoco(set));
  return Buffer.from(zipSync({ ...Object.fromEntries(images), 'coco.json': json }, { level: 0 }));
}

/** The set with the boxes brought into the photo's upright size. */
function fitted(set: readonly PhotoAnnotation[]): PhotoAnnotation[] {
  const stored = jpegSize(GERMANY);
  return set.map((photo, i) => {
    const turned = i % 8 >= 4;
    const size = turned ? { width: stored.height, height: stored.width } : stored;
    const [sx, sy] = [size.width / photo.size.width, size.height / photo.size.height];
    const plates = photo.plates.map(({ box, ...rest }) => ({
      ...rest,
      box: { x: box.x * sx, y: box.y * sy, width: box.width * sx, height: box.height * sy },
    }));
    return { ...photo, size, plates };
  });
}

test('any set comes back from its backup as it was', async ({ page }) => {
  test.slow();
  test.info().annotations.push({ type: 'seed', description: String(SEED) });
  const sets = fc.sample(
    photos.filter((set) => set.length > 0),
    { seed: SEED, numRuns: 4 },
  );
  await openDataset(page);
  for (const [i, set] of sets.entries()) {
    await test.step(`set ${i} of seed ${SEED}`, async () => {
      await importZip(page, 'set.zip', cocoZip(fitted(set)));
      await expect(page.getByTestId('sample-count')).toHaveText(new RegExp(`^${set.length} `));
      await startWithModels(page);
      const backup = await downloaded(page, () =>
        page.getByRole('button', { name: 'Back up everything' }).click(),
      );
      await expect(page.getByTestId('last-backup')).not.toContainText('never');
      const before = await dumpDatabase(page); // with the time of this backup
      await wipe(page);
      await importZip(page, 'backup.zip', backup);
      await expect(page.getByTestId('sample-count')).toHaveText(new RegExp(`^${set.length} `));
      expect(await dumpDatabase(page)).toEqual(before);
      await wipe(page);
    });
  }
});
