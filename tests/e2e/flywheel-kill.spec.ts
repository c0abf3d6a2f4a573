/**
 * Chromium is killed again and again in the midst of corrections. Everything that was called kept
 * must be there at the next start; what landed without being called so is no error.
 */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './base.ts';
import { GERMANY, importZip, inStore, sha256, withExif, yoloZip } from './flywheelTools.ts';
import { kill, removeProfile, start } from './killable.ts';
import { choose, untilDone } from './readScreen.ts';

const THREE = readFileSync('public/samples/indonesia-three.jpg');
const KILLS = Number(process.env.KILLS ?? 20);
/** Longest time from the first correction of a run to the kill. */
const RUN_MS = 1500;

/** Two letters that count up. */
const code = (n: number) => {
  const letter = (k: number) => String.fromCharCode(97 + (k % 26));
  return letter(Math.floor(n / 26)) + letter(n);
};

/** What the database holds: the log's regions in order, the label, the photo's hash. */
function readBack(page: Page) {
  return page.evaluate(async () => {
    const wait = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const db = await wait(indexedDB.open('platewheel'));
    const all = (name: string) => wait(db.transaction(name).objectStore(name).getAll());
    const [log, labels, blobs, splits] = await Promise.all(
      ['log', 'labels', 'blobs', 'splits'].map(all),
    );
    db.close();
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', blobs?.[0]));
    return {
      revisions: log?.map((entry) => entry.revision as number) ?? [],
      regions: log?.map((entry) => entry.edits[0]?.value?.region as string | null) ?? [],
      label: labels?.[0] as { revision: number; plates: { region: string | null }[] },
      splits: splits?.length,
      photo: Array.from(hash, (b) => b.toString(16).padStart(2, '0')).join(''),
    };
  });
}

/** Waits for the Dataset screen; what it showed instead is in the error. */
async function samplesShown(page: Page, round: number): Promise<void> {
  try {
    await page.getByTestId('sample-count').waitFor({ timeout: 60_000 });
  } catch (cause) {
    const shown = await page.locator('body').textContent();
    throw new Error(`After kill ${round + 1} the screen shows: ${shown}`, { cause });
  }
}

test(`${KILLS} kills lose nothing that was called kept`, async ({ baseURL }) => {
  test.setTimeout(KILLS * 12_000 + 60_000);
  const profile = mkdtempSync(join(tmpdir(), 'platewheel-kill-'));
  let total = 0;
  /** What the log held after each start: none of it may change later. */
  let known: readonly (string | null)[] = [];
  let running = await start(profile, `${baseURL}#/dataset`);
  try {
    await openDatasetAt(running.page, baseURL ?? '');
    const lines = '0 0.5 0.5 0.2 0.1\n';
    await importZip(running.page, 'one.zip', yoloZip([{ name: 'a', jpeg: GERMANY, lines }]));
    known = (await readBack(running.page)).regions;
    for (let round = 0; round < KILLS; round++) {
      const { page } = running;
      const acknowledged: string[] = [];
      await page.locator('.sample-tile').first().click();
      await page.getByTestId('review-card').waitFor();
      await page.exposeFunction('acknowledge', (region: string) => acknowledged.push(region));
      const regions = Array.from({ length: 200 }, (_, i) => code(known.length + i));
      const started = page.evaluate(async (list) => {
        const report = (globalThis as unknown as { acknowledge(r: string): Promise<void> })
          .acknowledge;
        const find = <T extends Element>(selector: string) => document.querySelector<T>(selector);
        for (const region of list) {
          const field = find<HTMLInputElement>('.review-card .country-field');
          if (!field) throw new Error('no field');
          field.value = region;
          field.dispatchEvent(new Event('change', { bubbles: true }));
          // Kept means: the screen says so, for this very change.
          for (;;) {
            await new Promise((resolve) => setTimeout(resolve, 4));
            const state = find<HTMLElement>('.review-card .correct-state')?.dataset.keeping;
            if (
              state === 'kept' &&
              find<HTMLInputElement>('.review-card .country-field')?.value === region
            )
              break;
          }
          await report(region);
        }
      }, regions);
      started.catch(() => undefined); // it is cut off by the kill
      await new Promise((resolve) => setTimeout(resolve, Math.random() * RUN_MS));
      await kill(running);
      running = await start(profile, `${baseURL}#/dataset`);
      await samplesShown(running.page, round);
      const found = await readBack(running.page);
      expect(found.regions.slice(0, known.length)).toEqual(known);
      const landed = new Set(found.regions.slice(known.length)); // codes come again after 676
      expect(acknowledged.filter((region) => !landed.has(region))).toEqual([]);
      expect(found.revisions).toEqual(found.revisions.map((_, i) => i + 1));
      expect(found.label.revision).toBe(found.revisions.length);
      expect(found.label.plates[0]?.region).toBe(found.regions.at(-1) ?? null);
      expect(found.splits).toBe(1);
      expect(found.photo).toBe(sha256(GERMANY));
      known = found.regions;
      total += acknowledged.length;
    }
  } finally {
    await kill(running);
    removeProfile(profile);
  }
  console.log(`${total} corrections acknowledged over ${KILLS} kills, none lost`);
  expect(total).toBeGreaterThan(KILLS / 2);
});

async function openDatasetAt(page: Page, baseURL: string): Promise<void> {
  await page.goto(`${baseURL}#/dataset`);
  await expect(page.getByRole('heading', { name: 'Dataset', exact: true })).toBeVisible();
}

/** All kept photos: whether their bytes have the hash they should, their labels; and all answers. */
function keptPhotos(page: Page) {
  return page.evaluate(async () => {
    const wait = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const db = await wait(indexedDB.open('platewheel'));
    const get = (name: string, key: string) =>
      wait(db.transaction(name).objectStore(name).get(key));
    const samples = await wait(db.transaction('samples').objectStore('samples').getAll());
    const log = await wait(db.transaction('log').objectStore('log').getAll());
    const results = await wait(db.transaction('batchPhotos').objectStore('batchPhotos').getAll());
    const photos = await Promise.all(
      samples.map(async ({ id, sha256 }: { id: string; sha256: string }) => {
        const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await get('blobs', id)));
        const is = Array.from(hash, (b) => b.toString(16).padStart(2, '0')).join('');
        const label = await get('labels', id);
        const answers = log.filter((entry) => entry.sample === id).length;
        return { id, whole: is === sha256, plates: label?.plates.length as number, answers };
      }),
    );
    db.close();
    // What was said while a photo was not at hand stands beside its result.
    const beside = results.map(({ sample, label }) =>
      sample ? 0 : ((label?.revision ?? 0) as number),
    );
    const answers = [...photos.map((photo) => photo.answers), ...beside].reduce((a, b) => a + b, 0);
    return { photos, answers };
  });
}

/** In the page: says of the first plate that it is right. */
async function onCard(): Promise<void> {
  const until = async (there: () => unknown) => {
    while (!there()) await new Promise((resolve) => setTimeout(resolve, 4));
  };
  // Not the state on the card: the screen may go on to a plate of a photo that was kept long ago.
  const pending = () =>
    document.querySelector<HTMLElement>('[data-testid=keeping]')?.dataset.pending;
  const buttons = document.querySelectorAll<HTMLElement>('.correct button');
  [...buttons].find(({ textContent }) => textContent?.includes('Right'))?.click();
  await until(() => pending() === '1');
  await until(() => pending() === '0');
  await (globalThis as unknown as { acknowledge(): Promise<void> }).acknowledge();
}

/** In the page: goes through the plates in doubt, one Enter after the other. */
async function inCheck(): Promise<void> {
  const find = <T extends Element>(selector: string) => document.querySelector<T>(selector);
  find<HTMLElement>('[data-testid=check-doubtful]')?.click();
  const until = async (there: () => unknown) => {
    while (!there()) await new Promise((resolve) => setTimeout(resolve, 4));
  };
  const pending = () => find<HTMLElement>('[data-testid=keeping]')?.dataset.pending;
  const isOver = () => find('[data-testid=check-summary]') !== null;
  await until(() => document.activeElement?.matches('.review-card .plate-field'));
  while (!isOver()) {
    document.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }),
    );
    await until(() => pending() !== '0' || isOver());
    await until(() => pending() === '0' || isOver());
    if (isOver()) return;
    await (globalThis as unknown as { acknowledge(): Promise<void> }).acknowledge();
  }
}

test('kills while a new photo is kept for the first time leave it whole or not there', async ({
  baseURL,
}) => {
  const rounds = 8;
  test.setTimeout(rounds * 60_000);
  const profile = mkdtempSync(join(tmpdir(), 'platewheel-kill-'));
  /** Answers that were called kept. */
  let acknowledged = 0;
  let running = await start(profile, `${baseURL}#/read`);
  try {
    for (let round = 0; round < rounds; round++) {
      const { page } = running;
      const [sample, answering] = round % 2 === 0 ? [GERMANY, onCard] : [THREE, inCheck];
      const jpeg = withExif(sample, 1, `photo ${round}`);
      const file = { name: `${round}.jpg`, mimeType: 'image/jpeg', buffer: Buffer.from(jpeg) };
      await choose(page, [file]);
      await untilDone(page);
      // A restored batch is done at once: until the new photo is read, an answered one is shown.
      await expect(page.getByTestId('correct-state').first()).toContainText('not checked yet');
      await page.exposeFunction('acknowledge', () => {
        acknowledged += 1;
      });
      const before = acknowledged;
      const told = page.evaluate(answering);
      told.catch(() => undefined); // it is cut off by the kill
      if (answering === inCheck) await expect.poll(() => acknowledged).toBeGreaterThan(before);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 400));
      await kill(running);
      running = await start(profile, `${baseURL}#/dataset`);
      await expect(running.page.getByRole('heading', { name: 'Dataset' })).toBeVisible();
      const { photos, answers } = await keptPhotos(running.page);
      expect(photos.filter(({ whole, plates }) => !whole || !plates)).toEqual([]);
      // Of photos of earlier rounds as well: their plates in doubt are still in the list.
      expect(answers).toBeGreaterThanOrEqual(acknowledged);
      await running.page.goto(`${baseURL}#/read`);
    }
  } finally {
    await kill(running);
    removeProfile(profile);
  }
  console.log(`${acknowledged} answers acknowledged over ${rounds} kills, none lost`);
  expect(acknowledged).toBeGreaterThan(0);
});

test('kills while texts are typed in the table, and learnt from, lose none that was called saved', async ({
  baseURL,
}) => {
  const rounds = 4;
  test.setTimeout(rounds * 60_000);
  const profile = mkdtempSync(join(tmpdir(), 'platewheel-kill-'));
  const acknowledged: string[] = [];
  let running = await start(profile, `${baseURL}#/read`);
  try {
    for (let round = 0; round < rounds; round++) {
      const { page } = running;
      if (round === 0) {
        const buffer = Buffer.from(THREE);
        await choose(page, [{ name: 'three.jpg', mimeType: 'image/jpeg', buffer }]);
      }
      await untilDone(page);
      await page.getByTestId('show-table').click();
      await page.getByTestId('results-table').focus();
      const before = acknowledged.length;
      const typing = typeOn(page, acknowledged);
      typing.catch(() => undefined); // cut off by the kill
      await expect.poll(() => acknowledged.length, { timeout: 30_000 }).toBeGreaterThan(before);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 2000));
      await kill(running);
      running = await start(profile, `${baseURL}#/dataset`);
      await samplesShown(running.page, round);
      const { photos } = await keptPhotos(running.page);
      expect(photos.map(({ whole }) => whole)).toEqual([true]);
      const said = await textsSaid(running.page);
      expect(acknowledged.filter((text) => !said.includes(text))).toEqual([]);
      await running.page.goto(`${baseURL}#/read`);
    }
  } finally {
    await kill(running);
    removeProfile(profile);
  }
  console.log(`${acknowledged.length} texts called saved over ${rounds} kills, none lost`);
});

/** Types one text after the other down the table, each once the one before is called saved. */
async function typeOn(page: Page, acknowledged: string[]): Promise<void> {
  const told = () => page.getByText(/^Saved\.\u00a0?$/).textContent();
  for (;;) {
    const text = code(acknowledged.length).toUpperCase();
    const before = await page.getByText(/^Saved\./).count();
    const last = before > 0 ? await told() : '';
    await page.keyboard.press('Home');
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
    await expect.poll(told, { intervals: [5], timeout: 20_000 }).not.toBe(last);
    acknowledged.push(text);
  }
}

/** Every text in the log. */
async function textsSaid(page: Page): Promise<(string | null | undefined)[]> {
  const log = (await inStore(page, 'log')) as { edits: { value?: { text: string | null } }[] }[];
  return log.map(({ edits }) => edits[0]?.value?.text);
}
