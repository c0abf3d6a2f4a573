/** The JavaScript that a visit costs until its first reading, without onnxruntime's own. */
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';

/** Most there may be, in thousands of bytes, compressed with brotli. */
export const FIRST_VISIT_KB = 60;

const RUNTIME = /\/ort[.-]/;
const brotli = promisify(brotliCompress);

/**
 * Watches a context, whose service worker must be blocked: it would fetch the rest of the app.
 * @param {import('@playwright/test').BrowserContext} context
 * @returns {{ measure(): Promise<{ path: string, bytes: number, isRuntime: boolean }[]> }} largest first
 */
export function watchScripts(context) {
  /** @type {Map<string, Promise<Buffer>>} */
  const bodies = new Map();
  context.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (!/\.m?js$/.test(pathname) || bodies.has(pathname)) return;
    const body = response.body();
    body.catch(() => undefined); // told by `measure`
    bodies.set(pathname, body);
  });
  return {
    async measure() {
      const all = [...bodies].map(async ([path, body]) => ({
        path,
        bytes: (await brotli(await body)).length,
        isRuntime: RUNTIME.test(path),
      }));
      return (await Promise.all(all)).sort((a, b) => b.bytes - a.bytes);
    },
  };
}

/** @param {readonly { bytes: number }[]} files @returns {number} */
export const kilobytes = (files) => files.reduce((sum, { bytes }) => sum + bytes, 0) / 1000;
