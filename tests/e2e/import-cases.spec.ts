/** Label sets of other tools through the dialog: what the preview counts is what is kept. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from './base.ts';
import { type Kept, keptByFile, openDataset } from './flywheelTools.ts';

type Row = [number, number, number, number, string | null];
interface Case {
  readonly steps: readonly (readonly string[])[];
  readonly photos: Readonly<Record<string, readonly Row[] | 'no plate box at all'>>;
  readonly splits?: Readonly<Record<string, string>>;
}
const FOLDER = 'tests/fixtures/imports';
const cases = JSON.parse(readFileSync(`${FOLDER}/expected.json`, 'utf8')) as Record<string, Case>;

async function importFiles(page: Page, names: readonly string[]): Promise<string> {
  await page.getByTestId('import-open').click();
  await page.getByTestId('import-files').setInputFiles(names.map((name) => `${FOLDER}/${name}`));
  const preview = page.getByTestId('import-preview');
  await expect(preview).toBeVisible({ timeout: 60_000 });
  const said = (await preview.textContent()) ?? '';
  await page.getByTestId('import-go').click();
  await expect(page.getByTestId('import-done')).toHaveAttribute('data-state', 'done', {
    timeout: 60_000,
  });
  return said;
}

/** The number in front of these words; 0 where the preview does not have them. */
const counted = (said: string, words: RegExp) =>
  Number(new RegExp(`(\\d+) ${words.source}`).exec(said)?.[1] ?? 0);

for (const [name, { steps, photos, splits }] of Object.entries(cases)) {
  test(`${name} comes in as it is, and as the preview counts it`, async ({ page }) => {
    await openDataset(page);
    let said = '';
    for (const step of steps) said = await importFiles(page, step);
    const kept = await keptByFile(page);
    const all = Object.values(kept);
    expect(counted(said, /plates?/)).toBe(
      all.reduce((sum, one) => sum + (one.plates?.length ?? 0), 0),
    );
    expect(counted(said, /photos? without a plate/)).toBe(all.filter((one) => one.noPlate).length);
    expect(counted(said, /photos? not labelled/)).toBe(
      all.filter((one) => one.plates === null).length,
    );
    for (const [file, rows] of Object.entries(photos)) {
      const one = Object.entries(kept).find(([key]) => key.endsWith(file))?.[1] as Kept;
      expect(one, file).toBeDefined();
      const plates = (one.plates ?? []).map(({ box, text }) => [
        box.x,
        box.y,
        box.width,
        box.height,
        text,
      ]);
      if (typeof rows === 'string') expect(plates).toEqual([]);
      else {
        expect(plates).toHaveLength(rows.length);
        for (const [i, row] of rows.entries()) {
          for (const side of [0, 1, 2, 3]) {
            expect(Math.abs(Number(plates[i]?.[side]) - Number(row[side]))).toBeLessThan(0.06);
          }
          expect(plates[i]?.[4]).toBe(row[4]);
        }
      }
      if (splits) expect(one.split).toBe(splits[file] ?? null);
    }
  });
}
