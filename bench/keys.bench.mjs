/**
 * Keys for an answer: 30 plates, 10 of them with a character typed over, in "Check doubtful" of the Read
 * screen and in Review of the Dataset screen. Keys alone, each plate being looked at for as long as an Enter asks for.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineReady, untilDone, withApp } from '../scripts/lib/app.mjs';
import { ROOT } from '../scripts/lib/paths.mjs';

const ANSWERS = 30;
const EDIT_EVERY = 3;
/** Four plates each, three of them in doubt: more than enough open ones. */
const PHOTOS = 14;
const NEVER_READ = 'Q';
/** A plate that came up less than a third of a second after the last Enter is answered by none. */
const LOOK_MS = 400;

/** @param {(line: string) => void} report */
export default async function measure(report) {
  const jpeg = readFileSync(join(ROOT, 'public/samples/indonesia-three.jpg'));
  const photos = Array.from({ length: PHOTOS }, (_, n) => ({
    name: `${n}.jpg`,
    mimeType: 'image/jpeg',
    buffer: Buffer.concat([jpeg, Buffer.from(`copy ${n}`)]), // or it were the same photo again
  }));
  await withApp(async ({ page, address }) => {
    await page.goto(`${address}#/read`);
    await engineReady(page);
    await page.getByTestId('photo-input').setInputFiles(photos);
    await untilDone(page, 300_000);
    await page.getByRole('button', { name: 'More ways to add photos' }).click();
    await page.getByTestId('keep-all').click();
    await page.getByText(`${PHOTOS} photos kept in the dataset.`).first().waitFor();

    await page.goto(`${address}#/dataset`);
    await page.getByRole('button', { name: /^Review \d/ }).click();
    report(`Review on Dataset: ${await answer(page)}`);

    await page.goto(`${address}#/read`);
    await page.getByRole('button', { name: 'Clear results' }).click();
    await page.getByTestId('photo-input').setInputFiles(
      photos.map((photo, n) => ({
        ...photo,
        buffer: Buffer.concat([photo.buffer, Buffer.from(` again ${n}`)]),
      })),
    );
    await untilDone(page, 300_000);
    await page.getByTestId('check-doubtful').click();
    report(`Check doubtful on Read: ${await answer(page)}`);
  });
}

/** @param {import('@playwright/test').Page} page */
async function answer(page) {
  const saved = () =>
    page.evaluate(async () => {
      const open = indexedDB.open('platewheel');
      const db = await new Promise((resolve) => {
        open.onsuccess = () => resolve(open.result);
      });
      const asked = db.transaction('log').objectStore('log').getAll();
      const log = await new Promise((resolve) => {
        asked.onsuccess = () => resolve(asked.result);
      });
      db.close();
      return log.length;
    });
  await page.locator('.review-card .plate-field').first().waitFor();
  const isShown = () =>
    page.waitForFunction(() => document.activeElement?.classList.contains('plate-field'));
  await isShown();
  const before = await saved();
  let keys = 0;
  let edits = 0;
  for (let n = 0; n < ANSWERS; n++) {
    const wanted = n % EDIT_EVERY === 0 ? [NEVER_READ, 'Enter'] : ['Enter'];
    edits += wanted.length - 1;
    await isShown();
    await page.waitForTimeout(LOOK_MS);
    for (const key of wanted) {
      keys += 1;
      await page.keyboard.press(key);
    }
  }
  // Answers are written as the photos come up, one after the other.
  let answers = 0;
  for (let second = 0; second < 40 && answers < ANSWERS; second++) {
    await page.waitForTimeout(1000);
    answers = (await saved()) - before;
  }
  if (answers !== ANSWERS) throw new Error(`${answers} answers were kept instead of ${ANSWERS}.`);
  return `${(keys / answers).toFixed(2)} keys an answer (${answers} answers, ${edits} with an edit; aim 1.50)`;
}
