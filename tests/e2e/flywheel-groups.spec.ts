/** Groups: samples tied by a plate's text or by their looks share a split, in whatever order they came. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { hashDistance, isTelling, NEAR_BITS } from '../../src/core/dataset/dhash.ts';
import { expect, test } from './base.ts';
import { deleteAll, importZip, inStore, openDataset, wipe, withExif } from './flywheelTools.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 100_000);
const PHOTOS = readdirSync('public/samples')
  .filter((name) => name.endsWith('.jpg'))
  .map((name) => readFileSync(`public/samples/${name}`));

const made = fc.record({
  look: fc.nat({ max: PHOTOS.length - 1 }),
  orientation: fc.constantFrom(1, 3, 6),
  text: fc.constantFrom('', '', '', 'AA1', 'BB2', 'CC3', 'DD4'),
});
type Made = { look: number; orientation: number; text: string };
const set = fc.array(made, { minLength: 8, maxLength: 20 });

/** Crops with their texts, each file distinct; an empty text stands for one that no other has. */
function cropsZip(photos: readonly Made[], name: string): Buffer {
  const files = photos.map(({ look, orientation }, i) => [
    `images/${name}${i}.jpg`,
    withExif(PHOTOS[look] as Buffer, orientation, `${name} ${i}`),
  ]);
  const rows = photos.map(
    ({ text }, i) => `images/${name}${i}.jpg,${text || `${name}${i}`.toUpperCase()},de,1`,
  );
  const table = new TextEncoder().encode(['file,text,region,rows', ...rows, ''].join('\r\n'));
  return Buffer.from(zipSync({ ...Object.fromEntries(files), 'labels.csv': table }, { level: 0 }));
}

interface Kept {
  readonly id: string;
  readonly dhash: string;
  readonly texts: readonly string[];
  readonly group: string | null;
}

/** Every sample with its look, its plates' texts and its group. */
async function keptSamples(page: Page): Promise<Kept[]> {
  const [samples, labels, splits] = (await Promise.all(
    ['samples', 'labels', 'splits'].map((name) => inStore(page, name)),
  )) as [
    Kept[],
    { sample: string; plates: { text: string }[] }[],
    { sample: string; group: string }[],
  ];
  const plates = new Map(labels.map(({ sample, plates }) => [sample, plates]));
  const groups = new Map(splits.map(({ sample, group }) => [sample, group]));
  return samples.map(({ id, dhash }) => ({
    id,
    dhash,
    texts: (plates.get(id) as { text: string }[]).map(({ text }) => text),
    group: groups.get(id) ?? null,
  }));
}

/** The sets of samples that hang together, by the rule alone. */
function components(samples: readonly Kept[]): string[][] {
  const near = (a: Kept, b: Kept) =>
    isTelling(a.dhash) && isTelling(b.dhash) && hashDistance(a.dhash, b.dhash) <= NEAR_BITS;
  const tied = (a: Kept, b: Kept) => near(a, b) || a.texts.some((text) => b.texts.includes(text));
  const left = new Set(samples);
  const found: string[][] = [];
  for (const start of samples) {
    if (!left.delete(start)) continue;
    const component = [start];
    for (const one of component) {
      for (const other of left) {
        if (tied(one, other)) {
          component.push(other);
          left.delete(other);
        }
      }
    }
    found.push(component.map(({ id }) => id).sort());
  }
  return found.sort();
}

/** The sets of samples that share a group. */
function partition(samples: readonly Kept[]): string[][] {
  const groups = new Map<string | null, string[]>();
  for (const { id, group } of samples) groups.set(group, [...(groups.get(group) ?? []), id]);
  return [...groups.values()].map((ids) => ids.sort()).sort();
}

test('what is tied by text or look is one group, and nothing else', async ({ page }) => {
  test.slow();
  test.info().annotations.push({ type: 'seed', description: String(SEED) });
  await openDataset(page);
  const groups: number[] = [];
  for (const [first, second] of fc.sample(fc.tuple(set, set), { seed: SEED, numRuns: 3 })) {
    await test.step(`seed ${SEED}`, async () => {
      await importZip(page, 'first.zip', cropsZip(first ?? [], 'a'));
      await expect(page.getByTestId('sample-count')).toHaveText(new RegExp(`^${first?.length} `));
      await importZip(page, 'second.zip', cropsZip(second ?? [], 'b'));
      const count = (first?.length ?? 0) + (second?.length ?? 0);
      await expect(page.getByTestId('sample-count')).toHaveText(new RegExp(`^${count} `));
      const placed = async () => (await keptSamples(page)).filter(({ group }) => group !== null);
      await expect.poll(async () => (await placed()).length).toBe(count);
      const samples = await placed();
      expect(partition(samples)).toEqual(components(samples));
      groups.push(partition(samples).length);

      // Removed for good and brought back in the other order: tied to what came meanwhile as well.
      await deleteAll(page);
      await page.getByRole('button', { name: 'Remove for good' }).click();
      await expect(page.getByTestId('deleted-samples')).toBeHidden();
      await importZip(page, 'second.zip', cropsZip(second ?? [], 'b'));
      await expect(page.getByTestId('sample-count')).toHaveText(new RegExp(`^${second?.length} `));
      await importZip(page, 'first.zip', cropsZip(first ?? [], 'a'));
      await expect.poll(async () => (await keptSamples(page)).length).toBe(count);
      await expect.poll(async () => partition(await placed())).toEqual(components(samples));
      await wipe(page);
    });
  }
  // One random set may hang together as a whole; that all do would mean that everything is tied.
  expect(Math.max(...groups)).toBeGreaterThan(1);
});
