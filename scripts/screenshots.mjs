/**
 * Takes the pictures of the README from the built app: `docs/screenshot*.png`.
 *
 *   npm run build && node scripts/screenshots.mjs
 */
import { join } from 'node:path';
import { engineReady, untilDone, withApp } from './lib/app.mjs';
import { ROOT } from './lib/paths.mjs';

/** @type {{ file: string, options: import('@playwright/test').BrowserContextOptions, samples: RegExp[] }[]} */
const PICTURES = [
  {
    file: 'screenshot.png',
    options: { viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
    samples: [/Kingdom/, /motorcycle plate/, /Three motorcycles/, /California/, /India/],
  },
  {
    file: 'screenshot-dark.png',
    options: { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
    samples: [/motorcycle plate/, /Kingdom/, /Germany/],
  },
  {
    file: 'screenshot-phone.png',
    options: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true },
    samples: [/Kingdom/],
  },
];

await withApp(async ({ browser, address }) => {
  for (const { file, options, samples } of PICTURES) {
    const context = await browser.newContext({ ...options, locale: 'en-GB' });
    const page = await context.newPage();
    await page.goto(address);
    await engineReady(page);
    const photos = [];
    for (const name of samples) photos.push(await sampleFile(page, name));
    await page.getByTestId('photo-input').setInputFiles(photos);
    await untilDone(page);
    await page.getByRole('article', { name: 'Plate 1' }).waitFor();
    await page.waitForTimeout(500); // thumbnails and the drop of the first card
    await page.screenshot({ path: join(ROOT, 'docs', file) });
    console.log(`docs/${file}`);
    await context.close();
  }
});

/**
 * A bundled sample as a file to choose.
 * @param {import('@playwright/test').Page} page @param {RegExp} title
 */
async function sampleFile(page, title) {
  const list = await (
    await page.request.get(new URL('samples/index.json', page.url()).href)
  ).json();
  const { file } = list.find((/** @type {{ title: string }} */ sample) => title.test(sample.title));
  const photo = await page.request.get(new URL(`samples/${file}`, page.url()).href);
  return { name: file, mimeType: 'image/jpeg', buffer: await photo.body() };
}
