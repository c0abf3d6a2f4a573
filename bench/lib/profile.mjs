/** The built app in a browser with a profile on disk: without one, nothing of what is kept is written to any disk. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { chromiumArgs, ensureChromium } from '../../scripts/lib/chromium.mjs';
import { serve } from '../../scripts/serve.mjs';

/**
 * Serves a build, opens it on a new profile, runs `work`, and ends and deletes all. No service worker:
 * on a first visit it would fetch the offline copy meanwhile.
 * @template T
 * @param {string} dist
 * @param {(tools: { page: import('@playwright/test').Page, address: string }) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProfile(dist, work) {
  const server = await serve({ port: Number(process.env.BENCH_PORT ?? 0), dist });
  const profile = mkdtempSync(join(tmpdir(), 'platewheel-profile-'));
  try {
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: ensureChromium(),
      args: chromiumArgs(),
      serviceWorkers: 'block',
    });
    try {
      await context.addInitScript(() => Reflect.deleteProperty(globalThis, 'showSaveFilePicker'));
      const page = context.pages()[0] ?? (await context.newPage());
      return await work({ page, address: server.address });
    } finally {
      await context.close();
    }
  } finally {
    await server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
