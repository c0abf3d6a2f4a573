/** The server: headers, types, compression, caching, a sub-path. Runs against nginx as well. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SECURITY_HEADERS } from '../../scripts/lib/headers.mjs';
import { DIST } from '../../scripts/lib/paths.mjs';
import { expect, readFirstSample, test } from './hostedApp.ts';

const assets = () => readdirSync(join(DIST, 'assets')).filter((name) => !/\.(br|gz)$/.test(name));
const asset = (pattern: RegExp) => {
  const name = assets().find((candidate) => pattern.test(candidate));
  if (!name) throw new Error(`The build has no asset ${pattern}`);
  return `assets/${name}`;
};

test('every answer carries the isolation headers and the content policy', async ({ request }) => {
  const paths = ['', 'index.html', 'serviceWorker.js', asset(/^index-.*\.js$/), 'nothing-here'];
  for (const path of paths) {
    const headers = (await request.get(path)).headers();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
      expect(headers[name.toLowerCase()], `${name} of /${path}`).toBe(value);
    }
  }
});

test('types and caching are right', async ({ request }) => {
  const year = 'public, max-age=31536000, immutable';
  const expected: [string, RegExp, string][] = [
    ['', /^text\/html/, 'no-cache'],
    ['serviceWorker.js', /^text\/javascript/, 'no-cache'],
    ['manifest.webmanifest', /^application\/manifest\+json/, 'no-cache'],
    ['samples/index.json', /^application\/json/, 'no-cache'],
    ['samples/germany.jpg', /^image\/jpeg/, 'no-cache'],
    [asset(/\.wasm$/), /^application\/wasm$/, year],
    [asset(/\.onnx$/), /^application\/octet-stream$/, year],
    [asset(/\.mjs$/), /^text\/javascript/, year],
    [asset(/\.css$/), /^text\/css/, year],
    [asset(/\.woff2$/), /^font\/woff2$/, year],
  ];
  for (const [path, type, caching] of expected) {
    const response = await request.get(path);
    expect(response.status(), path).toBe(200);
    expect(response.headers()['content-type'], path).toMatch(type);
    expect(response.headers()['cache-control'], path).toBe(caching);
  }
});

test('a missing file is a 404 that nobody keeps', async ({ request }) => {
  const response = await request.get('assets/app-of-last-year.js');
  expect(response.status()).toBe(404);
  expect(response.headers()['cache-control'] ?? 'no-cache').toBe('no-cache');
});

test('large files travel compressed, the language data as it is', async ({ request }) => {
  const headers = { 'Accept-Encoding': 'gzip, br' };
  const encoding = async (path: string) =>
    (await request.get(path, { headers })).headers()['content-encoding'];
  expect(await encoding(asset(/^ort-wasm-simd-threaded-.*\.wasm$/))).toMatch(/^(br|gzip)$/);
  expect(await encoding(asset(/^vision-.*\.js$/))).toMatch(/^(br|gzip)$/);
  const data = readdirSync(join(DIST, 'assets')).find((name) => /^eng\.traineddata/.test(name));
  expect((await encoding(`assets/${data}`)) ?? 'identity').toBe('identity');
});

test('an unchanged file answers 304', async ({ request }) => {
  const { etag = '' } = (await request.get('')).headers();
  const again = await request.get('', { headers: { 'If-None-Match': etag } });
  expect(etag).not.toBe('');
  expect(again.status()).toBe(304);
});

test('only reading is allowed, and hidden files are not served', async ({ request }) => {
  expect((await request.post('', { data: 'x' })).status()).toBeGreaterThanOrEqual(403);
  const hidden = join(DIST, '.hidden');
  writeFileSync(hidden, 'x');
  expect((await request.get('.hidden')).status()).toBe(404);
  rmSync(hidden);
  expect(await (await request.get('healthz')).text()).toBe('ok\n');
});

test('the page is isolated, so that the reader has threads', async ({ page }) => {
  await page.goto('./');
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
});

test('no text becomes markup or a script in the page, and no worker comes from elsewhere', async ({
  page,
}) => {
  await page.goto('./');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const tried = await page.evaluate(() => {
    const error = (work: () => void) => {
      try {
        work();
        return 'taken';
      } catch (error) {
        return (error as Error).name;
      }
    };
    const script = document.createElement('script');
    return [
      error(() => document.body.insertAdjacentHTML('beforeend', '<b>x</b>')),
      error(() => Object.assign(script, { text: '1' })),
      error(() => void new Worker('https://example.org/worker.js')),
      error(() => void new DOMParser().parseFromString('<b>x</b>', 'text/html')),
    ];
  });
  expect(tried).toEqual(['TypeError', 'TypeError', 'TypeError', 'TypeError']);
});

test('the app works under a sub-path', async ({ page, host }) => {
  const { address } = await host({ base: '/sub/path/' });
  expect(new URL(address).pathname).toBe('/sub/path/');
  await page.goto(address);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await readFirstSample(page);
  const scope = await page.evaluate(async () => (await navigator.serviceWorker.ready).scope);
  expect(scope).toBe(address);
});
