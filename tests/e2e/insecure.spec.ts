/** Plain http under a name that is not localhost, as on a home network: what is missing is said. */
import { chromiumArgs, findChromium } from '../../scripts/lib/chromium.mjs';
import { expect, readFirstSample, test } from './hostedApp.ts';

const executablePath = findChromium();

test.use({
  launchOptions: {
    args: [...chromiumArgs(), '--host-resolver-rules=MAP plates.test 127.0.0.1'],
    ...(executablePath && { executablePath }),
  },
});

test('photos are read, and Settings says what is missing and why', async ({
  page,
  host,
  guard,
}) => {
  const { address } = await host();
  const there = new URL(address);
  there.hostname = 'plates.test';
  guard.allowOrigin(there.href);
  await page.goto(there.href);
  expect(await page.evaluate(() => isSecureContext)).toBe(false);
  await readFirstSample(page);

  await page.goto(`${there.href}#/settings`);
  const panel = page.getByRole('region', { name: 'This browser' });
  for (const missing of ['Live camera', 'Offline use', 'several threads', 'checksums']) {
    await expect(panel).toContainText(missing);
  }
  await expect(panel).toContainText('https');
});
