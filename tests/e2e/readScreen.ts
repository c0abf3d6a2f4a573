/** What the tests of the Read screen do with it, by the hooks that CONTRIBUTING documents. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { expect } from './base.ts';

export const SAMPLES = 'public/samples';
export const PHOTOS = 'tests/fixtures/photos';

/** A file as Playwright hands it over; the name may be anything. */
export interface Upload {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export function photo(path: string, name = path.split('/').pop() ?? path): Upload {
  return { name, mimeType: 'image/jpeg', buffer: readFileSync(path) };
}

export function status(page: Page): Locator {
  return page.getByTestId('batch-status');
}

/** Opens the Read screen with the reader ready. */
export async function openRead(page: Page): Promise<void> {
  await page.goto('./#/read');
  await engineReady(page);
}

export async function engineReady(page: Page): Promise<void> {
  await expect(page.getByTestId('engine')).toHaveAttribute('data-state', 'ready', {
    timeout: 60_000,
  });
}

export async function choose(page: Page, files: readonly Upload[]): Promise<void> {
  await page.getByTestId('photo-input').setInputFiles([...files]);
}

export async function untilDone(page: Page, timeout = 80_000): Promise<void> {
  await expect(status(page)).toHaveAttribute('data-state', 'done', { timeout });
}

/** The number of photos finished while a batch runs: the `12` of `12 of 100`. */
export async function finished(page: Page): Promise<number> {
  const text = (await status(page).textContent()) ?? '';
  return Number(/^(\d+) of/.exec(text)?.[1] ?? Number.NaN);
}

/** Clicks what starts a download and returns the file's bytes. */
export async function downloaded(page: Page, click: () => Promise<void>): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download'), click()]);
  return readFileSync(await download.path());
}

/** The batch's CSV as it was written, and its rows as objects by column. */
export async function downloadCsv(page: Page) {
  const bytes = await downloaded(page, () => page.getByTestId('download-csv').click());
  const text = bytes.toString('utf8');
  const [header = [], ...rows] = parseCsv(text);
  return {
    text,
    rows: rows.map((row) => Object.fromEntries(header.map((name, n) => [name, row[n] ?? '']))),
  };
}

/** RFC 4180 with CRLF, strictly. */
export function parseCsv(text: string): string[][] {
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  const rows: string[][] = [];
  let row: string[] = [];
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const match = cell.exec(text);
    if (!match)
      throw new Error(`not RFC 4180 at ${at}: ${JSON.stringify(text.slice(at, at + 40))}`);
    row.push(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'));
    if (match[3] === '\r\n') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Intersection over union, 0–1. */
export function overlap(a: Rect, b: Rect): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const both = Math.max(0, width) * Math.max(0, height);
  return both / (a.width * a.height + b.width * b.height - both);
}

/** Plates as a truth file of the fixtures lists them, by photo. */
export function truth(path: string): Map<string, (Rect & { readonly text: string })[]> {
  const [, ...rows] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  const plates = new Map<string, (Rect & { readonly text: string })[]>();
  for (const line of rows) {
    const [file = '', x, y, width, height, text = ''] = line.split(',');
    const plate = {
      x: Number(x),
      y: Number(y),
      width: Number(width),
      height: Number(height),
      text,
    };
    plates.set(file, [...(plates.get(file) ?? []), plate]);
  }
  return plates;
}

/** The box of a CSV row. */
export function boxOf(row: Record<string, string>): Rect {
  const { x, y, width, height } = row;
  return { x: Number(x), y: Number(y), width: Number(width), height: Number(height) };
}

/** Reads these pictures of the repository, by path, to the end. */
export async function readPhotos(page: Page, ...paths: string[]): Promise<void> {
  await openRead(page);
  await choose(
    page,
    paths.map((path) => photo(path)),
  );
  await untilDone(page);
}
