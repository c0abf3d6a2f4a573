/** The JavaScript that a visit costs until its first reading is there, without onnxruntime's own. */
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';

/** Most there may be, in thousands of bytes, compressed with brotli. */
export const FIRST_VISIT_KB = 60;

const RUNTIME = /\/ort[.-]/;
const brotli = promisify(brotliCompress);

/**
 * @typedef {object} FetchedScript
 * @property {string} path
 * @property {number} bytes compressed with brotli
 * @property {boolean} isRuntime
 * @property {boolean} isLater asked for once the reading was there: what shows and corrects it
 */

/**
 * Watches a context, whose service worker must be blocked: it would fetch the rest of the app.
 * @param {import('@playwright/test').BrowserContext} context
 */
export function watchScripts(context) {
  /** @type {Map<string, { body: Promise<Buffer>, askedAt: number }>} */
  const scripts = new Map();
  context.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (!/\.m?js$/.test(pathname) || scripts.has(pathname)) return;
    const body = response.body();
    body.catch(() => undefined); // told by `measure`
    scripts.set(pathname, { body, askedAt: response.request().timing().startTime });
  });
  return {
    /**
     * From now on the moment of the reading is awaited, in the page: seen from outside, a busy machine
     * would count what is fetched after it.
     * @param {import('@playwright/test').Page} page
     */
    async awaitReading(page) {
      await page.evaluate(() => {
        const look = () => {
          const status = document.querySelector('[data-testid=batch-status]');
          if (status?.getAttribute('data-state') !== 'done') return;
          Object.assign(globalThis, { readAt: performance.timeOrigin + performance.now() });
          observer.disconnect();
        };
        const observer = new MutationObserver(look);
        observer.observe(document, { subtree: true, childList: true, attributes: true });
      });
    },
    /**
     * @param {import('@playwright/test').Page} page once the reading is there
     * @returns {Promise<FetchedScript[]>} largest first
     */
    async measure(page) {
      const readAt = Number(await page.evaluate(() => Reflect.get(globalThis, 'readAt')));
      if (!(readAt > 0)) throw new Error('The page did not tell when the reading was there.');
      const all = [...scripts].map(async ([path, { body, askedAt }]) => ({
        path,
        bytes: (await brotli(await body)).length,
        isRuntime: RUNTIME.test(path),
        isLater: askedAt > readAt,
      }));
      return (await Promise.all(all)).sort((a, b) => b.bytes - a.bytes);
    },
  };
}

/** @param {readonly { bytes: number }[]} files @returns {number} */
export const kilobytes = (files) => files.reduce((sum, { bytes }) => sum + bytes, 0) / 1000;
