/** What the tests of the flywheel share: photos with labels as zips, and the database as it is. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { zipSync } from 'fflate';
import { readDirectory } from '../../src/core/zip/directory.ts';
import { readWhole } from '../../src/core/zip/entry.ts';
import { fflateInflater, sourceOf } from '../unit/core/zip/zipFiles.ts';
import { expect, test } from './base.ts';
import { withExif } from './exif.ts';

export { withExif };

export const GERMANY = readFileSync('public/samples/germany.jpg');

const text = (s: string) => new TextEncoder().encode(s);
export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** What the app keeps: one record of a store, or all of it. */
export function inStore(page: Page, store: string, key?: string): Promise<unknown> {
  return page.evaluate(
    async ([name, id]) => {
      const wait = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const db = await wait(indexedDB.open('platewheel'));
      const records = db.transaction(name as string).objectStore(name as string);
      const found = id === undefined ? await wait(records.getAll()) : await wait(records.get(id));
      db.close();
      return found;
    },
    [store, key],
  );
}

/** Width and height of a JPEG as stored. */
export function jpegSize(jpeg: Uint8Array): { width: number; height: number } {
  const bytes = Buffer.from(jpeg);
  for (let at = 2; at < bytes.length; ) {
    const marker = bytes[at + 1] as number;
    if (marker >= 0xc0 && marker <= 0xc3) {
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    }
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  throw new Error('no frame');
}

/** A YOLO zip of distinct photos; `lines` are the label files' texts, null for no file. */
export function yoloZip(
  photos: readonly { name: string; jpeg: Uint8Array; lines: string | null }[],
) {
  const files: Record<string, Uint8Array> = { 'data.yaml': text("nc: 1\nnames: ['plate']\n") };
  for (const { name, jpeg, lines } of photos) {
    files[`images/${name}.jpg`] = jpeg;
    if (lines !== null) files[`labels/${name}.txt`] = text(lines);
  }
  return Buffer.from(zipSync(files, { level: 0 }));
}

/** A YOLO zip of as many distinct photos, each with one box. */
export const boxedZip = (names: readonly string[]) =>
  yoloZip(
    names.map((name) => ({
      name,
      jpeg: withExif(GERMANY, 1, name),
      lines: '0 0.5 0.5 0.25 0.125\n',
    })),
  );

export async function unzip(zip: Uint8Array): Promise<Map<string, Uint8Array>> {
  const source = sourceOf(zip);
  const files = new Map<string, Uint8Array>();
  for (const entry of await readDirectory(source)) {
    files.set(entry.name, await readWhole(source, entry, fflateInflater, 2 ** 30));
  }
  return files;
}

/** Unfolds what is said more rarely of a plate. @param within the plate's card */
export async function unfoldMore(within: Locator): Promise<void> {
  await within.locator('details.plate-more').evaluate((more: HTMLDetailsElement) => {
    more.open = true;
  });
}

/** Says a plate's country. @param within the plate's card */
export async function sayCountry(within: Locator, country: string): Promise<void> {
  await unfoldMore(within);
  await within.getByLabel('Country').fill(country);
  await within.getByLabel('Country').blur();
}

export async function openDataset(page: Page): Promise<void> {
  await page.goto('./#/dataset');
  await expect(page.getByRole('heading', { name: 'Dataset', exact: true })).toBeVisible();
}

/** Chooses files in the import dialog and waits for the preview, or for what is wrong. */
export async function lookThrough(page: Page, name: string, bytes: Buffer): Promise<string> {
  await page.getByRole('button', { name: 'Import', exact: true }).first().click();
  // From a file: handed over as a buffer, 36 MB take 16 seconds.
  const path = test.info().outputPath(name);
  writeFileSync(path, bytes);
  await page.getByTestId('import-files').setInputFiles(path);
  const said = page.getByTestId('import-preview').or(page.getByRole('dialog').getByRole('alert'));
  await expect(said).toBeVisible({ timeout: 60_000 });
  return (await said.textContent()) ?? '';
}

/** Imports a zip and waits until it is done. */
export async function importZip(page: Page, name: string, bytes: Buffer): Promise<void> {
  await lookThrough(page, name, bytes);
  await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByRole('dialog')).toBeHidden({ timeout: 60_000 });
  await expect(page.getByText(/imported/).first()).toBeVisible({ timeout: 60_000 });
}

/**
 * Starts anew: once something was said, a start keeps copies of the models that ship, which a page that
 * starts after a restore does as well.
 */
export async function startWithModels(page: Page): Promise<void> {
  await page.reload();
  const ids = [/detector-v\d+/, /reader-v\d+/];
  const areKept = async () => {
    const { log, models, settings } = await dumpDatabase(page);
    const noted = JSON.stringify(settings);
    return log?.length === 0 || (models?.length === 2 && ids.every((id) => id.test(noted)));
  };
  await expect.poll(areKept).toBe(true);
}

/**
 * Every row of every store, binary values as their hashes: two equal dumps are one database but for
 * the stamp of their last change.
 */
export async function dumpDatabase(
  page: Page,
  which: 'first' | 'copy' = 'first',
): Promise<Record<string, unknown[]>> {
  return page.evaluate(async (which) => {
    const wait = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const plain = async (value: unknown): Promise<unknown> => {
      if (value instanceof Blob || value instanceof ArrayBuffer) {
        const bytes = value instanceof Blob ? await value.arrayBuffer() : value;
        const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
        return `${value.constructor.name} ${Array.from(hash, (b) => b.toString(16)).join('')}`;
      }
      if (Array.isArray(value)) return Promise.all(value.map(plain));
      if (typeof value !== 'object' || value === null) return value;
      const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
      return Promise.all(entries.map(async ([k, v]) => [k, await plain(v)]));
    };
    const { storageBuckets } = navigator as unknown as {
      storageBuckets: { open(name: string): Promise<{ indexedDB: IDBFactory }> };
    };
    const factory =
      which === 'first' ? indexedDB : (await storageBuckets.open('platewheel-copy')).indexedDB;
    const db = await wait(factory.open('platewheel'));
    const dump: Record<string, unknown[]> = {};
    for (const name of db.objectStoreNames) {
      const store = db.transaction(name).objectStore(name);
      const keys = await wait(store.getAllKeys());
      const values = await wait(db.transaction(name).objectStore(name).getAll());
      dump[name] = await Promise.all(
        keys.map(async (key, i) => [JSON.stringify(key), await plain(values[i])]),
      );
      dump[name] = dump[name].filter((row) => (row as string[])[0] !== '"stamp"');
    }
    db.close();
    return dump;
  }, which);
}

/** A sample with what is said of it; `plates` is null where nobody said anything. */
export interface Kept {
  readonly file: string;
  readonly kind: string;
  readonly source: string;
  readonly size: { readonly width: number; readonly height: number };
  readonly orientation: number;
  readonly split: string | null;
  readonly noPlate: boolean;
  readonly plates:
    | readonly {
        readonly box: Readonly<Record<'x' | 'y' | 'width' | 'height', number>>;
        readonly text: string | null;
        readonly raw: string | null;
        readonly unreadable: string | null;
        readonly region: string | null;
        readonly rows: 1 | 2 | null;
      }[]
    | null;
}

/** Every sample with its label and split, by its file's name. */
export async function keptByFile(page: Page): Promise<Readonly<Record<string, Kept>>> {
  const kept = await page.evaluate(async () => {
    const wait = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const db = await wait(indexedDB.open('platewheel'));
    const names = ['samples', 'labels', 'splits', 'groups'];
    const tx = db.transaction(names);
    const [samples = [], labels, splits, groups] = await Promise.all(
      names.map((name) => wait(tx.objectStore(name).getAll())),
    );
    db.close();
    return samples.map(({ id, file, kind, source, size, orientation }) => {
      const label = labels?.find(({ sample }) => sample === id);
      const group = splits?.find(({ sample }) => sample === id)?.group;
      const split = groups?.find((g) => g.id === group)?.split ?? null;
      const plates = label
        ? label.plates.map((plate: Record<string, unknown>) => {
            const { box, text, raw, unreadable, region, rows } = plate;
            return { box, text, raw, unreadable, region, rows };
          })
        : null;
      const noPlate = label?.noPlate ?? false;
      return { file, kind, source, size, orientation, split, noPlate, plates };
    });
  });
  return Object.fromEntries(kept.map((one) => [one.file, one]));
}

/** Any files as a zip. */
export function zipOf(files: Readonly<Record<string, Uint8Array | string>>): Buffer {
  const packed = Object.entries(files).map(([path, content]) => [
    path,
    typeof content === 'string' ? text(content) : content,
  ]);
  return Buffer.from(zipSync(Object.fromEntries(packed), { level: 0 }));
}

/** Puts all samples into the trash. */
export async function deleteAll(page: Page): Promise<void> {
  await page.getByRole('listbox', { name: 'Photos' }).focus();
  await page.keyboard.press('Control+a');
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByTestId('deleted-samples')).toBeVisible();
}

/** Wipes everything, and looks for what the app cannot have forgotten. */
export async function wipe(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Wipe everything …' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('wipe');
  await page.getByRole('dialog').getByRole('button', { name: 'Wipe everything' }).click();
  // The message of an earlier wipe may stand there still.
  await expect(page.getByRole('dialog')).toBeHidden({ timeout: 60_000 });
  await expect(page.getByText(/it was checked that nothing is left/).first()).toBeVisible();
  expect(await page.evaluate(rowsInCopy)).toBe(0);
}

/** In the page: how much the second copy holds. */
async function rowsInCopy(): Promise<number> {
  const { storageBuckets } = navigator as unknown as {
    storageBuckets: { open(name: string): Promise<{ indexedDB: IDBFactory }> };
  };
  const { indexedDB: factory } = await storageBuckets.open('platewheel-copy');
  const wait = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  let rows = 0;
  for (const { name } of await factory.databases()) {
    const db = await wait(factory.open(name ?? ''));
    for (const store of db.objectStoreNames) {
      rows += await wait(db.transaction(store).objectStore(store).count());
    }
    db.close();
  }
  return rows;
}

/** Imports photos with the same labelled boxes and opens the first in the review. */
export async function review(
  page: Page,
  names: readonly string[],
  lines: string | null = '0 0.5 0.5 0.25 0.125\n',
): Promise<void> {
  await openDataset(page);
  const photos = names.map((name) => ({ name, jpeg: withExif(GERMANY, 1, name), lines }));
  await importZip(page, 'set.zip', yoloZip(photos));
  await page.getByLabel('Order').selectOption('file');
  await page.locator('.sample-tile').first().click();
  await expect(page.getByTestId('review-card')).toContainText(`${names[0]}.jpg`);
}
