/**
 * The Quality screen over 100,000 kept photos, where all of them have been measured before: minutes until
 * every figure and the map stand, by stage, and what the tab holds meanwhile beyond the app's own.
 * Sixty photos are real; the others are copies of their rows with hashes and embeddings of their own, and
 * one in twenty a label at fault. `BENCH_SAMPLES` sets another number.
 */
import { withApp } from '../scripts/lib/app.mjs';
import { importPhotoSet } from './lib/importing.mjs';
import { watchMemory } from './lib/memory.mjs';
import { giveRoom } from './lib/room.mjs';
import { median } from './lib/statistics.mjs';

const SAMPLES = Number(process.env.BENCH_SAMPLES ?? 100_000);
const REAL = 60;
const AIM = { minutes: 10, beyondMb: 400 };
const PATIENCE_MS = 45 * 60_000;

/** @param {(line: string) => void} report */
export default async function measure(report) {
  if (process.platform !== 'linux') return report('skipped: needs /proc, so Linux');
  await withApp(async ({ page, browser, address }) => {
    page.setDefaultTimeout(PATIENCE_MS);
    await importPhotoSet(page, address, REAL);
    await page.goto(`${address}#/quality`);
    await untilMeasured(page);
    await giveRoom(page, address);
    await page.goto('about:blank');
    await page.goto(`${address}#/settings`);
    await page.evaluate(multiply, SAMPLES);

    await page.goto('about:blank');
    await page.goto(`${address}#/settings`);
    await page.waitForTimeout(3000);
    const own = median(await watchMemory(browser, () => page.waitForTimeout(2000)));
    const started = performance.now();
    await page.getByRole('link', { name: 'Quality', exact: true }).click();
    /** @type {Map<string, number>} */
    const stages = new Map();
    const held = await watchMemory(browser, () => untilMeasured(page, stages));
    const minutes = (performance.now() - started) / 60_000;
    report(
      `${SAMPLES} photos: ${minutes.toFixed(1)} min (aim: ${AIM.minutes}); ` +
        [...stages].map(([name, ms]) => `${name} ${Math.round(ms / 1000)} s`).join(', '),
    );
    report(
      `the tab holds ${Math.round(own)} MB before, at most ${Math.round(Math.max(...held) - own)} MB more ` +
        `(aim: ${AIM.beyondMb}), half of the time ${Math.round(median(held) - own)}`,
    );
  });
}

/**
 * Until all is measured; adds up what each stage took.
 * @param {import('@playwright/test').Page} page @param {Map<string, number>} [stages]
 */
async function untilMeasured(page, stages = new Map()) {
  const status = page.getByTestId('quality-status');
  let before = performance.now();
  for (;;) {
    const [state, text] = await status
      .evaluate((el) => [el.getAttribute('data-state'), el.textContent?.replace(/\d.*/, '').trim()])
      .catch(() => ['', 'opening']);
    const now = performance.now();
    stages.set(text ?? '', (stages.get(text ?? '') ?? 0) + now - before);
    before = now;
    if (state === 'done') return;
    await page.waitForTimeout(250);
  }
}

/** In the page: rows of as many photos, each like one of those that are here. @param {number} count */
async function multiply(count) {
  /** @template T @param {IDBRequest<T>} asked @returns {Promise<T>} */
  const wait = (asked) =>
    new Promise((resolve, reject) => {
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  let seed = 7;
  const random = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  const hex = (/** @type {number} */ digits) =>
    Array.from({ length: digits }, () => Math.floor(16 * random()).toString(16)).join('');
  const db = await wait(indexedDB.open('platewheel'));
  const names = ['samples', 'thumbs', 'labels', 'splits', 'groups', 'analysis'];
  const read = db.transaction(names);
  const all = (/** @type {string} */ name) => wait(read.objectStore(name).getAll());
  const [samples = [], thumbs = [], labels = [], splits = [], groups = [], analyses = []] =
    /** @type {any[][]} */ (await Promise.all(names.map(all)));
  for (let from = samples.length; from < count; from += 1000) {
    const tx = db.transaction(names, 'readwrite');
    const put = (
      /** @type {string} */ name,
      /** @type {any} */ row,
      /** @type {any} */ key = undefined,
    ) => tx.objectStore(name).put(row, key);
    for (let n = from; n < Math.min(count, from + 1000); n++) {
      const like = samples[n % samples.length];
      const id = n.toString(16).padStart(8, '0') + like.id.slice(8);
      const file = `street/${String(n).padStart(6, '0')}.jpg`;
      put('samples', { ...like, id, file, sha256: id, dhash: hex(16), bands: [] });
      put('thumbs', thumbs[0], id);
      const own = analyses.filter((/** @type {any} */ record) => record.sample === like.id);
      const label = labels.find((/** @type {any} */ row) => row.sample === like.id);
      const [seen] = own.flatMap((/** @type {any} */ record) => record.result.plates ?? []);
      // The set's boxes lie anywhere; of twenty photos one keeps such a fault.
      const box = n % 20 > 0 && seen?.detection ? seen.detection.box : null;
      if (label) {
        const plates = label.plates.map((/** @type {any} */ plate) => ({
          ...plate,
          ...(box && { box }),
        }));
        put('labels', { ...label, sample: id, plates });
      }
      put('groups', { ...groups[n % groups.length], id: `g${n}`, keys: [`photo:${id}`] });
      put('splits', { ...splits[0], sample: id, group: `g${n}` });
      for (const record of own) {
        const { result } = record;
        const embedding = result.embedding?.map((/** @type {number} */ v) => v * (0.5 + random()));
        put('analysis', {
          ...record,
          sample: id,
          result: embedding ? { ...result, embedding } : result,
        });
      }
    }
    await new Promise((resolve, reject) => {
      tx.oncomplete = resolve;
      tx.onabort = () => reject(tx.error);
    });
  }
  db.close();
}
