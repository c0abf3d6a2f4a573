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
    const seen = new Set();
    context.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (/\.m?js$/.test(pathname)) seen.add(pathname);
    });
    const fresh = await context.newPage();
    await fresh.goto(address);
    await engineReady(fresh);
    await fresh.locator('.sample').first().click();
    await untilDone(fresh);
    return [...seen];
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
