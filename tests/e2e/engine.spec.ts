/** The reading engine in a real browser: a changed model, a dying worker, an aborted download. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { serve } from '../../scripts/serve.mjs';
import { expect, test } from './base.ts';

interface EvalPage {
  platewheelEval: {
    start(settings: { backend: string; reader: string }): Promise<{ threads: number }>;
    readPhoto(options: { inputSize: number; threshold: number }): Promise<{
      photo?: { plates: { reading: { text: string } | null }[] };
      failure?: { code: string };
    }>;
    restarts(): number;
  };
}

const SETTINGS = { backend: 'auto', reader: 'own' };
const OPTIONS = { inputSize: 640, threshold: 0.25 };
const SAMPLE = 'public/samples/united-kingdom.jpg';

/** The page of `npm run eval`, which is the engine alone; served as the app is. */
const EVAL = '.cache/eval';
let server: Awaited<ReturnType<typeof serve>>;
test.beforeAll(async () => {
  if (!existsSync(`${EVAL}/index.html`)) execFileSync('node', ['scripts/eval/build.mjs']);
  server = await serve({ port: 0, dist: EVAL });
});
test.afterAll(() => server.close());
test.beforeEach(({ guard }) => guard.allowOrigin(server.address));

const open = async (page: Page) => {
  await page.goto(server.address);
  await page.waitForFunction(() => 'platewheelEval' in globalThis);
};
const start = (page: Page) =>
  page.evaluate(
    (settings) => (globalThis as unknown as EvalPage).platewheelEval.start(settings),
    SETTINGS,
  );
const read = (page: Page) =>
  page.evaluate(
    (options) => (globalThis as unknown as EvalPage).platewheelEval.readPhoto(options),
    OPTIONS,
  );

for (const model of ['detector', 'reader']) {
  test(`a changed byte in the ${model} is refused in plain words`, async ({ page }) => {
    await page.route(new RegExp(`assets/${model}[^/]*\\.onnx`), async (route) => {
      const response = await route.fetch();
      const body = await response.body();
      body[body.length >> 1] = (body[body.length >> 1] ?? 0) ^ 1;
      await route.fulfill({ response, body });
    });
    await open(page);
    await expect(start(page)).rejects.toThrow(/bytes have changed.*refused/s);
  });
}

test('an unreachable model is told, and found once the connection is back', async ({ page }) => {
  const models = /assets\/detector[^/]*\.onnx/;
  await page.route(models, (route) => route.abort());
  await open(page);
  await expect(start(page)).rejects.toThrow(/could not be downloaded/);
  await page.unroute(models);
  await start(page);
});

test('a photo survives the death of the worker that reads it', async ({ page }) => {
  await open(page);
  await start(page);
  await page.getByTestId('files').setInputFiles(SAMPLE);
  const calm = await read(page);
  expect(calm.failure).toBeUndefined();

  const worker = page.workers().find((w) => w.url().includes('vision'));
  if (!worker) throw new Error('there is no vision worker');
  // As soon as it was asked to read: a fixed delay would come after a fast machine's answer.
  await worker.evaluate(() => {
    const die = () =>
      setTimeout(() => {
        throw new Error('this worker dies');
      }, 0);
    addEventListener('message', die, { once: true });
  });
  const reading = await read(page);
  expect(reading.photo?.plates.map((p) => p.reading?.text)).toEqual(
    calm.photo?.plates.map((p) => p.reading?.text),
  );
  expect(
    await page.evaluate(() => (globalThis as unknown as EvalPage).platewheelEval.restarts()),
  ).toBe(1);
});

test('threads are used where the page is isolated', async ({ page }) => {
  await open(page);
  const { threads } = await start(page);
  const cores = await page.evaluate(() => navigator.hardwareConcurrency);
  expect(threads).toBe(Math.min(4, cores));
});
