/** The Live screen of the built app in headless Chromium, driven through its documented hooks. */
import { readFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { chromiumArgs, ensureChromium } from '../lib/chromium.mjs';
import { serve } from '../serve.mjs';

/** Longest time one video may take. */
const WATCH_MS = 10 * 60_000;

/**
 * @param {{ readAll: boolean, size: string, port?: number }} options read every crop, or stop when
 *   settled; `size` is the label of the detector's size
 */
export async function openLivePage({ readAll, size, port = 4310 }) {
  const server = await serve({ port, search: true });
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: chromiumArgs() });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`${server.address}#/live`);
  await page.getByTestId('live-options').click();
  await page.getByRole('radio', { name: size, exact: true }).check();
  await page.getByText('For measuring').click();
  await page.getByLabel('Read every frame’s plate').setChecked(readAll);
  await page.getByRole('button', { name: 'Close' }).click();
  return {
    page,
    /** Watches a file to its end. @param {string} file @returns {Promise<any>} the JSON log */
    async watch(file) {
      await page.getByTestId('video-input').setInputFiles(file);
      const status = page.getByTestId('live-status');
      await page.waitForFunction(
        () => {
          const state = document
            .querySelector('[data-testid=live-status]')
            ?.getAttribute('data-state');
          return state === 'done' || state === 'error';
        },
        null,
        { timeout: WATCH_MS, polling: 300 },
      );
      if ((await status.getAttribute('data-state')) === 'error') {
        throw new Error(`${file}: ${await page.getByTestId('live-error').textContent()}`);
      }
      await page.getByRole('button', { name: 'More downloads' }).click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByTestId('download-log-json').click(),
      ]);
      const log = JSON.parse(readFileSync(await download.path(), 'utf8'));
      await page.getByTestId('live-new').click();
      return log;
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
