/** What an undecided layer reads: it stands beside each plate on the screen, and in no file. */
import { basename } from 'node:path';
import type { Page } from '@playwright/test';
import type { ReadPlates } from './readPlates.ts';

/** Goes through all photos by key. @returns the same plates with the text beside, where there is one */
export async function besideTexts(page: Page, read: ReadPlates): Promise<ReadPlates> {
  while (await step(page, 'k'));
  const beside = new Map(read);
  do {
    const { file, texts } = await page.evaluate(() => ({
      file: document.querySelector('.stage-name .file-name')?.getAttribute('title') ?? '',
      texts: Array.from(document.querySelectorAll('.plate-card'), (card) => {
        const all = Array.from(card.querySelectorAll('.alternative'));
        const own = all.find(({ textContent }) => textContent?.includes('not proven'));
        return own?.querySelector('b')?.textContent ?? null;
      }),
    }));
    const photo = read.get(basename(file));
    if (!photo) throw new Error(`No photo ${file}`);
    const plates = photo.plates.map((plate, i) => ({ ...plate, text: texts[i] ?? plate.text }));
    beside.set(basename(file), { ...photo, plates });
  } while (await step(page, 'j'));
  return beside;
}

/** @returns whether there was another photo */
async function step(page: Page, key: 'j' | 'k'): Promise<boolean> {
  const name = page.locator('.stage-name .file-name');
  const before = await name.getAttribute('title');
  await page.keyboard.press(key);
  const end = Date.now() + 500;
  while (Date.now() < end) {
    if ((await name.getAttribute('title')) !== before) return true;
    await page.waitForTimeout(5);
  }
  return false;
}
