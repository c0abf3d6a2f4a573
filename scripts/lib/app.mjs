/** The built app in a real browser, for measurements and pictures. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { serve } from '../serve.mjs';
import { chromiumArgs, ensureChromium } from './chromium.mjs';
import { DIST, ROOT } from './paths.mjs';

/**
 * Serves the app, opens a browser, runs `work`, and ends both. Files come as downloads: nobody is here to
 * answer a picker.
 * @template T
 * @param {(tools: { page: import('@playwright/test').Page, browser: import('@playwright/test').Browser, address: string }) => Promise<T>} work
 * @param {string} [dist] another build of the app
 * @returns {Promise<T>}
 */
export async function withApp(work, dist = DIST) {
  const server = await serve({ port: 0, dist });
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: chromiumArgs() });
  try {
    const context = await browser.newContext(); // not newPage(): that one could have no second tab
    await context.addInitScript(() => Reflect.deleteProperty(globalThis, 'showSaveFilePicker'));
    const page = await context.newPage();
    return await work({ page, browser, address: server.address });
  } finally {
    await browser.close();
    await server.close();
  }
}

/**
 * Until the batch is done, to a frame: a locator's own wait looks every half second in the end.
 * @param {import('@playwright/test').Page} page @param {number} [timeout] ms
 */
export async function untilDone(page, timeout = 60_000) {
  await untilThere(page, '[data-testid=batch-status][data-state=done]', timeout);
}

/** @param {import('@playwright/test').Page} page @param {string} selector @param {number} timeout ms */
async function untilThere(page, selector, timeout) {
  await page.waitForFunction((which) => document.querySelector(which) !== null, selector, {
    timeout,
  });
}

/** @param {import('@playwright/test').Page} page */
export async function engineReady(page) {
  await untilThere(page, '[data-testid=engine][data-state=ready]', 60_000);
}

/**
 * A sample photo scaled up by the browser to a camera's size, as JPEG.
 * @param {import('@playwright/test').Page} page
 * @param {string} sample file name in `samples/`
 * @param {number} megapixels
 * @returns {Promise<Buffer>}
 */
export function enlarged(page, sample, megapixels) {
  return enlargedFile(page, join(ROOT, 'public/samples', sample), megapixels);
}

/**
 * The same of any photo file.
 * @param {import('@playwright/test').Page} page @param {string} file @param {number} megapixels
 * @returns {Promise<Buffer>}
 */
export async function enlargedFile(page, file, megapixels) {
  const base64 = await page.evaluate(
    async ([photo, pixels]) => {
      const own = Uint8Array.from(atob(String(photo)), (c) => c.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([own]));
      const scale = Math.sqrt(Number(pixels) / (bitmap.width * bitmap.height));
      const size = [Math.round(bitmap.width * scale), Math.round(bitmap.height * scale)];
      const canvas = new OffscreenCanvas(size[0] ?? 1, size[1] ?? 1);
      canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      bitmap.close();
      const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
      const bytes = new Uint8Array(await blob.arrayBuffer());
      let text = '';
      for (let at = 0; at < bytes.length; at += 32_768) {
        text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
      }
      return btoa(text);
    },
    /** @type {const} */ ([readFileSync(file).toString('base64'), megapixels * 1e6]),
  );
  return Buffer.from(base64, 'base64');
}

/**
 * Many files of one photo, on disk: handed over as bytes they would pass through the page's script.
 * @template T
 * @param {Buffer} photo @param {number} count
 * @param {(files: string[]) => Promise<T>} work after which they are deleted
 * @returns {Promise<T>}
 */
export async function withCopies(photo, count, work) {
  const folder = mkdtempSync(join(tmpdir(), 'platewheel-photos-'));
  try {
    const files = Array.from({ length: count }, (_, n) => join(folder, `photo-${n}.jpg`));
    for (const file of files) writeFileSync(file, photo);
    return await work(files);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
