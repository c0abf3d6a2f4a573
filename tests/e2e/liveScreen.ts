/** Driving the Live screen through its documented hooks. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect } from './base.ts';

export const VIDEOS = 'tests/fixtures/video';
export const truth: Record<string, string[]> = JSON.parse(
  readFileSync(`${VIDEOS}/truth.json`, 'utf8'),
);

export async function openLive(page: Page): Promise<void> {
  await page.goto('#/live');
  await expect(status(page)).toHaveAttribute('data-state', 'idle');
}

export const status = (page: Page) => page.getByTestId('live-status');

export async function watch(page: Page, file: string): Promise<void> {
  await page.getByTestId('video-input').setInputFiles(file);
  await expect(status(page)).toHaveAttribute('data-state', /done|error/, { timeout: 80_000 });
}

/** Rows of the downloaded CSV log, by column. */
export async function log(page: Page): Promise<Record<string, string>[]> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('download-log').click(),
  ]);
  const text = readFileSync(await download.path(), 'utf8');
  expect(text.startsWith('plate,confidence,first_seen,last_seen,frames,votes,dissent,')).toBe(true);
  expect(text.endsWith('\r\n')).toBe(true);
  const [header = '', ...lines] = text.trim().split('\r\n');
  const names = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']));
  });
}

export async function fails(page: Page, code: string, words: RegExp): Promise<void> {
  await expect(status(page)).toHaveAttribute('data-state', 'error', { timeout: 40_000 });
  const error = page.getByTestId('live-error');
  await expect(error).toHaveAttribute('data-code', code);
  await expect(error).toHaveText(words);
  // The way on: both sources are there again.
  await expect(page.getByTestId('start-camera')).toBeEnabled();
}
