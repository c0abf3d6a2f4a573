/** JavaScript that a first reading costs, without onnxruntime. Aim: at most 60 KB brotli. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import { engineReady, untilDone, withApp } from '../scripts/lib/app.mjs';
import { DIST } from '../scripts/lib/paths.mjs';

const AIM_KB = 60;
const RUNTIME = /\/ort[.-]/;
const brotli = promisify(brotliCompress);

/** @param {(line: string) => void} report */
export default async function measure(report) {
  const paths = await withApp(async ({ page, browser, address }) => {
    // Without the service worker, which would fetch the rest of the app in the background.
    await page.close();
    const context = await browser.newContext({ serviceWorkers: 'block' });
    /** @type {Map<string, number>} when each script was asked for, epoch ms */
    const asked = new Map();
    context.on('requestfinished', (request) => {
      const { pathname } = new URL(request.url());
      if (/\.m?js$/.test(pathname)) asked.set(pathname, request.timing().startTime);
    });
    const fresh = await context.newPage();
    await fresh.goto(address);
    await engineReady(fresh);
    await fresh.evaluate(() => {
      const tell = () => {
        const state = document
          .querySelector('[data-testid=batch-status]')
          ?.getAttribute('data-state');
        if (state === 'done') Object.assign(globalThis, { readAt: Date.now() });
        else requestAnimationFrame(tell);
      };
      tell();
    });
    await fresh.locator('.sample').first().click();
    await untilDone(fresh);
    // What shows and corrects a reading is asked for once there is one.
    const readAt = await fresh.evaluate(() => Number(Reflect.get(globalThis, 'readAt')));
    return [...asked].filter(([, at]) => at <= readAt).map(([path]) => path);
  });
  const sizes = await Promise.all(
    paths.map(async (path) => ({
      path,
      bytes: (await brotli(await readFile(join(DIST, path)))).length,
    })),
  );
  const total = (/** @type {typeof sizes} */ files) => files.reduce((n, { bytes }) => n + bytes, 0);
  const ours = sizes.filter(({ path }) => !RUNTIME.test(path)).sort((a, b) => b.bytes - a.bytes);
  const kb = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(1)} KB`;
  for (const { path, bytes } of ours) report(`${kb(bytes).padStart(9)}  ${path}`);
  report(`${kb(total(ours))} brotli before the first reading (aim: ${AIM_KB} KB)`);
  report(`${kb(total(sizes) - total(ours))} more of onnxruntime's JavaScript`);
}
