/** Hosts that cannot set headers: the service worker adds them, after one reload and never more. */
import { expect, installed, readFirstSample, test } from './hostedApp.ts';

const isolated = () => crossOriginIsolated;

test('isolation comes with one reload of an untouched page', async ({ page, host }) => {
  const { address } = await host({ headers: false });
  let loads = 0;
  page.on('load', () => loads++);
  await page.goto(address);
  await expect
    .poll(() => page.evaluate(isolated).catch(() => false), { timeout: 60_000 })
    .toBe(true);
  await page.waitForTimeout(1500); // time for a loop to show itself
  expect(loads).toBe(2);

  const headers = await page.evaluate(async () => {
    const response = await fetch('./');
    return ['content-security-policy', 'cross-origin-embedder-policy', 'permissions-policy'].map(
      (name) => response.headers.get(name),
    );
  });
  expect(headers).not.toContain(null);
  await readFirstSample(page);
});

test('a touched page is not reloaded, and reads with one thread', async ({ page, host }) => {
  const { address } = await host({ headers: false });
  let loads = 0;
  page.on('load', () => loads++);
  await page.goto(address);
  await page.locator('.sample').first().click();
  await installed(page);
  await page.waitForTimeout(1500);
  expect(loads).toBe(1);
  expect(await page.evaluate(isolated)).toBe(false);
  await expect(page.getByRole('article', { name: 'Plate 1' })).toBeVisible();

  await page.reload(); // the next visit has threads
  expect(await page.evaluate(isolated)).toBe(true);
});

test.describe('where service workers are turned off', () => {
  test.use({ serviceWorkers: 'block' });

  test('the app stays, without loops', async ({ page, host }) => {
    const { address } = await host({ headers: false });
    let loads = 0;
    page.on('load', () => loads++);
    await page.goto(address);
    await readFirstSample(page);
    expect(loads).toBe(1);
    expect(await page.evaluate(isolated)).toBe(false);
  });
});
