/** Installed: offline after the first visit, and a new version that waits until it is asked for. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, installed, readFirstSample, test } from './hostedApp.ts';
import { engineReady } from './readScreen.ts';

test('the manifest makes it installable', async ({ page, request }) => {
  await page.goto('./');
  const href = await page.locator('link[rel=manifest]').getAttribute('href');
  const manifest = await (await request.get(href ?? '')).json();
  expect(manifest).toMatchObject({ display: 'standalone', start_url: './', scope: './' });
  const purposes = manifest.icons.map((icon: { purpose?: string }) => icon.purpose ?? 'any');
  expect(purposes).toContain('maskable');
  for (const { src } of manifest.icons) expect((await request.get(src)).status(), src).toBe(200);
});

test('after the first visit the app reads photos with the server gone', async ({
  page,
  context,
  host,
}) => {
  const { address, close } = await host();
  await page.goto(address);
  await installed(page);
  await close();
  await context.setOffline(true);

  await page.reload();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await readFirstSample(page);
  await page.goto(`${address}?from=home-screen#/settings`);
  await expect(page.getByTestId('offline-state')).not.toContainText('Not kept');
});

test('a new version waits, asks, and comes when asked for', async ({ page, host, copyOfApp }) => {
  const { address } = await host({ dist: copyOfApp });
  await page.goto(address);
  await installed(page);
  const notice = page.getByRole('complementary', { name: 'New version' });
  await expect(notice).toBeHidden();

  publish(copyOfApp, 'Platewheel, newer');
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  await expect(notice).toBeVisible();
  expect(await title(page)).not.toContain('newer');
  await page.reload(); // a plain reload is no consent
  await expect(notice).toBeVisible();
  expect(await title(page)).not.toContain('newer');

  await notice.getByRole('button', { name: 'Update now' }).click();
  await expect.poll(() => title(page).catch(() => '')).toContain('newer');
  await expect(notice).toBeHidden();
});

test('a model that came damaged is fetched anew once the server has it right', async ({
  page,
  host,
  copyOfApp,
}) => {
  const assets = join(copyOfApp, 'assets');
  const model = readdirSync(assets).find((name) => /^detector.*\.onnx$/.test(name)) ?? '';
  const right = readFileSync(join(assets, model));
  const wrong = Buffer.from(right);
  wrong[wrong.length >> 1] = (wrong[wrong.length >> 1] ?? 0) ^ 1;
  writeFileSync(join(assets, model), wrong);
  for (const packed of ['br', 'gz']) rmSync(join(assets, `${model}.${packed}`), { force: true });
  const { address } = await host({ dist: copyOfApp });
  await page.goto(address);
  await installed(page); // now the service worker and the browser's cache both hold it
  await expect(page.getByRole('alert')).toContainText('bytes have changed');

  writeFileSync(join(assets, model), right);
  await page.reload();
  await readFirstSample(page);
  await page.reload(); // and from then on the right one is kept
  await engineReady(page);
});

/** The description of the page that the service worker handed out. */
function title(page: Page): Promise<string> {
  return page.evaluate(
    () => document.querySelector('meta[name=description]')?.getAttribute('content') ?? '',
  );
}

/** Publishes another version: index.html with other words, listed under another revision. */
function publish(folder: string, description: string): void {
  const page = join(folder, 'index.html');
  const worker = join(folder, 'serviceWorker.js');
  const html = readFileSync(page, 'utf8');
  writeFileSync(page, html.replace(/(name="description"\s+content=")[^"]*/, `$1${description}`));
  const script = readFileSync(worker, 'utf8');
  const listed = /(\{[^{}]*index\.html[^{}]*\})/.exec(script)?.[1] ?? '';
  const changed = listed.replace(/(revision"?:\s*["'`])[0-9a-f]+/, '$1abcdef0123456789');
  if (!listed || changed === listed) throw new Error('index.html is not in the precache list');
  writeFileSync(worker, script.replace(listed, changed));
  for (const file of [page, worker]) {
    for (const packed of ['br', 'gz']) rmSync(`${file}.${packed}`, { force: true });
  }
}
