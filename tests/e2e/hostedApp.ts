/** The built app served as the tests of hosting need it: elsewhere, changed, or without headers. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { DIST } from '../../scripts/lib/paths.mjs';
import { serve } from '../../scripts/serve.mjs';
import { expect, test as guarded } from './base.ts';
import { untilDone } from './readScreen.ts';

interface HostOptions {
  /** Sub-path, with slashes at both ends. */
  readonly base?: string;
  /** Whether the host sends headers of ours; it does unless told otherwise. */
  readonly headers?: boolean;
  /** Another folder than the build. */
  readonly dist?: string;
}

export interface Host {
  readonly address: string;
  close(): Promise<void>;
}

export const test = guarded.extend<{
  /** Starts a server that ends with the test; its origin counts as the app's own. */
  host: (options?: HostOptions) => Promise<Host>;
  /** A copy of the built app that the test may change. */
  copyOfApp: string;
}>({
  host: async ({ guard }, use) => {
    const hosts: Host[] = [];
    await use(async (options = {}) => {
      const host = await serve({ port: 0, ...options });
      guard.allowOrigin(host.address);
      hosts.push(host);
      return host;
    });
    await Promise.all(hosts.map((host) => host.close()));
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads fixtures from this pattern
  copyOfApp: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'platewheel-copy-'));
    cpSync(DIST, folder, { recursive: true });
    await use(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  },
});

export { expect } from './base.ts';

/** Waits until the installation is complete: the page is then controlled by the service worker. */
export async function installed(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null))
    .toBe(true);
}

/** Reads the first bundled sample and expects its plate to be found. */
export async function readFirstSample(page: Page): Promise<void> {
  await page.locator('.sample').first().click();
  await untilDone(page);
  await expect(page.getByRole('article', { name: 'Plate 1' })).toBeVisible();
}
