import { defineConfig } from '@playwright/test';
import base from '../../playwright.config.ts';

/** Faults that need root (a small tmpfs to fill): `npm run test:faults`. */
export default defineConfig({
  ...base,
  testDir: '.',
  testIgnore: [],
  retries: 0, // a loss that a second try hides is still a loss
  timeout: 0,
  webServer: { ...base.webServer, cwd: '../..' } as NonNullable<typeof base.webServer>,
});
