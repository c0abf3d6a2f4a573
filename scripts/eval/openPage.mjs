/** The evaluation page, built, in headless Chromium, served with the production headers. */
import { chromium } from '@playwright/test';
import { chromiumArgs, ensureChromium } from '../lib/chromium.mjs';
import { serve } from '../serve.mjs';
import { EVAL_DIST } from './build.mjs';

/**
 * @typedef {object} EvalPage
 * @property {{ threshold: number, inputSize: number }} defaults
 * @property {any} engine detector, reader, threads …
 * @property {(file: string, method: string, argument?: unknown) => Promise<any>} withFile
 *   puts one file into the page, then calls a method of `window.platewheelEval`
 * @property {(method: string, ...args: unknown[]) => Promise<any>} call
 * @property {() => Promise<void>} close
 */

/** The page's own functions, seen from inside `page.evaluate`. */
/** @typedef {{ platewheelEval: Record<string, (...args: unknown[]) => unknown> }} Driven */

/**
 * Opens the page and starts the engine.
 * @param {{ reader: string, backend: string, threads?: number | undefined, browserArgs?: string[], dist?: string, file?: string }} settings
 *   `dist` and `file`: the folder that is served and the page in it, where it is another build's
 * @returns {Promise<EvalPage>}
 */
export async function openEvalPage({
  reader,
  backend,
  threads,
  browserArgs = [],
  dist = EVAL_DIST,
  file = '',
}) {
  const server = await serve({ port: 0, search: true, dist });
  const browser = await chromium.launch({
    executablePath: ensureChromium(),
    args: [...chromiumArgs(), ...browserArgs],
  });
  const close = async () => {
    await browser.close();
    await server.close();
  };
  try {
    const page = await browser.newPage();
    await page.goto(server.address + file);
    await page.waitForFunction(() => 'platewheelEval' in globalThis);
    /** @type {EvalPage['call']} */
    const call = (method, ...args) =>
      page.evaluate(
        ([name, values]) => {
          const api = /** @type {Driven} */ (/** @type {unknown} */ (globalThis)).platewheelEval;
          return api[/** @type {string} */ (name)]?.(.../** @type {unknown[]} */ (values));
        },
        /** @type {const} */ ([method, args]),
      );
    const engine = await call('start', { reader, backend, threads });
    const defaults = await page.evaluate(
      () => /** @type {any} */ (globalThis).platewheelEval.defaults,
    );
    const input = page.getByTestId('files');
    return {
      defaults,
      engine,
      call,
      async withFile(file, method, argument) {
        await input.setInputFiles(file);
        return call(method, argument);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
