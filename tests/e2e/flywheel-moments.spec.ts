/** Wrong moments: the clock is set back, the time zone changes, storage is refused, the machine sleeps. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './base.ts';
import {
  dumpDatabase,
  GERMANY,
  importZip,
  openDataset,
  sayCountry,
  yoloZip,
} from './flywheelTools.ts';
import { kill, removeProfile, start } from './killable.ts';
import { status as liveStatus, log, openLive, VIDEOS } from './liveScreen.ts';
import { choose, finished, openRead, photo, status, untilDone } from './readScreen.ts';

const YEAR_MS = 365 * 86_400_000;

/** What a browser does with a page while the lid is closed. */
async function lid(page: Page, state: 'frozen' | 'active'): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setWebLifecycleState', { state });
  await session.detach();
}

test('a clock set back a year loses no answer, and the last one said stands', async ({ page }) => {
  await openDataset(page);
  await importZip(
    page,
    'one.zip',
    yoloZip([{ name: 'a', jpeg: GERMANY, lines: '0 0.5 0.5 0.2 0.1\n' }]),
  );
  const card = page.getByTestId('review-card');
  const say = async (country: string) => {
    await sayCountry(card, country);
    await expect(card.getByTestId('correct-state')).toHaveAttribute('data-keeping', 'kept');
  };
  await page.locator('.sample-tile').first().click();
  await say('de');
  await page.clock.setFixedTime(Date.now() - YEAR_MS);
  await say('fr');
  await say('it');
  await page.reload();
  await page.locator('.sample-tile').first().click();
  await expect(card.getByLabel('Country')).toHaveValue('it');
  const { log } = await dumpDatabase(page);
  const countries = (log ?? []).map((row) => JSON.stringify(row)).join('\n');
  expect(log).toHaveLength(4); // the import's own, and three answers
  for (const country of ['de', 'fr', 'it']) expect(countries).toContain(`"${country}"`);
});

test('a computer taken to another time zone keeps every answer, and days are those of the new zone', async ({
  baseURL,
}) => {
  const profile = mkdtempSync(join(tmpdir(), 'platewheel-zone-'));
  const dataset = `${baseURL}#/dataset`;
  const kiritimati = await start(profile, dataset, 'Pacific/Kiritimati'); // UTC+14
  let running = kiritimati;
  try {
    const { page } = kiritimati;
    const set = yoloZip([{ name: 'a', jpeg: GERMANY, lines: '0 0.5 0.5 0.2 0.1\n' }]);
    await importZip(page, 'one.zip', set);
    await page.locator('.sample-tile').first().click();
    const card = page.getByTestId('review-card');
    await sayCountry(card, 'de');
    await expect(card.getByTestId('correct-state')).toHaveAttribute('data-keeping', 'kept');
    const east = await page.evaluate(() => new Date().toLocaleDateString('sv'));
    await kill(running);

    running = await start(profile, dataset, 'Pacific/Pago_Pago'); // UTC−11: a day or two behind
    const there = running.page;
    const west = await there.evaluate(() => new Date().toLocaleDateString('sv'));
    expect(west < east).toBe(true);
    await there.getByText('More filters').click();
    await there.getByLabel('Added from').fill(east);
    await expect(there.getByTestId('sample-count')).toContainText('0 of 1');
    await there.getByLabel('Added from').fill(west);
    await there.getByLabel('until', { exact: true }).fill(west);
    await expect(there.locator('.sample-tile')).toHaveCount(1);
    await there.locator('.sample-tile').first().click();
    await expect(there.getByTestId('review-card').getByLabel('Country')).toHaveValue('de');
  } finally {
    await kill(running);
    removeProfile(profile);
  }
});

test('where nothing may be stored, photos are read, and the screens say that nothing is kept', async ({
  page,
}) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
  });
  await openRead(page);
  await choose(page, [photo(`public/samples/germany.jpg`)]);
  await untilDone(page);
  const card = page.getByRole('article', { name: 'Plate 1' });
  await card.getByLabel('Plate text').fill('MINE1');
  await card.getByLabel('Plate text').press('Enter');
  await expect(card.getByTestId('correct-state')).toHaveAttribute('data-keeping', 'failed');
  await expect(card.getByTestId('correct-state')).toContainText('NOT saved');
  await expect(card.getByLabel('Plate text')).toHaveValue('MINE1'); // what was typed stays
  for (const screen of ['dataset', 'models']) {
    await page.goto(`./#/${screen}`);
    await expect(page.getByText(/refuses storage here/).first()).toBeVisible();
  }
});

test('a batch goes on to its end after the machine slept', async ({ page }) => {
  await openRead(page);
  const one = photo('public/samples/germany.jpg');
  const files = Array.from({ length: 8 }, (_, n) => ({ ...one, name: `${n}.jpg` }));
  await choose(page, files);
  await expect.poll(() => finished(page)).toBeGreaterThan(0);
  await lid(page, 'frozen');
  await new Promise((resolve) => setTimeout(resolve, 3000));
  await lid(page, 'active');
  await untilDone(page);
  await expect(status(page)).toContainText('8 photos');
});

test('Live goes on after the machine slept, with what it had', async ({ page }) => {
  await openLive(page);
  await page.getByTestId('video-input').setInputFiles(`${VIDEOS}/gate.webm`);
  await expect(page.locator('.live-row')).toHaveCount(1, { timeout: 60_000 });
  const [first] = await log(page);
  const frames = async () =>
    Number(await page.getByTestId('live-numbers').getAttribute('data-detections'));
  await lid(page, 'frozen');
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const before = await frames();
  await lid(page, 'active');
  await expect.poll(frames).toBeGreaterThan(before);
  await page.getByTestId('live-stop').click();
  await expect(liveStatus(page)).toHaveAttribute('data-state', 'done');
  // Its text may have been voted anew, and others may have come since; when it came stands.
  expect((await log(page)).map((row) => row.first_seen)).toContain(first?.first_seen);
});
