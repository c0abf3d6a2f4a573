/**
 * Takes the README's pictures of the wheel turning, from a fresh profile: `docs/wheel-*.png`. Drawn plates
 * that write 0 as a D are answered until what was learnt is in use.
 *
 *   npm run build && node scripts/screenshotsLearn.mjs
 */
import { join } from 'node:path';
import { engineReady, untilDone, withApp } from './lib/app.mjs';
import { ROOT } from './lib/paths.mjs';

const PLATES = join(ROOT, 'tests/fixtures/habit');
const FIRST = 10;
const MOST = 25;

await withApp(async ({ browser, address }) => {
  const options = { viewport: { width: 1100, height: 640 }, locale: 'en-GB' };
  const page = await (await browser.newContext(options)).newPage();
  const layer = page.getByTestId('layer-status');
  const state = () => layer.getAttribute('data-state');
  const take = async (/** @type {string} */ name) => {
    await page.waitForTimeout(700); // the photo
    await page.screenshot({ path: join(ROOT, 'docs', `wheel-${name}.png`) });
    console.log(`docs/wheel-${name}.png`);
  };
  /** @param {number} n of all answers */
  const answer = async (n) => {
    const card = page.getByTestId('review-card');
    const file = (await card.locator('.file-name').first().getAttribute('title')) ?? '';
    const text = (file.split('/').pop() ?? '').replace('.jpg', '');
    await page.getByTestId('plate-text').fill(text);
    await page.getByTestId('plate-text').press('Enter');
    await page.locator(`[data-testid=layer-status][data-answers="${n}"]`).waitFor();
  };
  const started = Date.now();
  await page.goto(address);
  await engineReady(page);
  await page.getByTestId('folder-input').setInputFiles(PLATES);
  await untilDone(page, 120_000);
  await page.getByTestId('teach-me').click();
  await page.getByTestId('teach-reason').waitFor();
  let n = 0;
  while (n < FIRST) await answer(++n);
  await page.locator('[data-testid=layer-status][data-state=undecided]').waitFor();
  await page.locator('.learn-doing').waitFor({ state: 'hidden' });
  await take('beside');
  while (n < MOST && (await state()) !== 'on') await answer(++n);
  await page.getByRole('button', { name: 'All photos' }).click();
  await page.locator('.learn-doing').waitFor({ state: 'hidden' });
  await page.getByText('WNC2108').first().click();
  await take('in-use');
  console.log(`${n} answers, ${Math.round((Date.now() - started) / 1000)} s from a fresh profile`);
});
