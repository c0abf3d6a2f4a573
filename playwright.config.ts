import { defineConfig } from '@playwright/test';
import { chromiumArgs, findChromium } from './scripts/lib/chromium.mjs';

/** `npm test` and CI serve the built app; `E2E_SERVER=nginx` puts real nginx in front of it. */
const nginx = process.env.E2E_SERVER === 'nginx';
const server = nginx ? 'scripts/serve-nginx.mjs' : 'scripts/serve.mjs';
const port = Number(process.env.E2E_PORT ?? 4187); // `npm test` looks for a free one
const executablePath = findChromium();

export default defineConfig({
  testDir: 'tests/e2e',
  // What hangs on the server's headers and files: every worker, the offline app, each kind of screen.
  ...(nginx && {
    testMatch:
      /\/(engine|flywheel|flywheel-opinion|hosting|insecure|isolation|pwa|read)\.spec\.ts$/,
  }),
  outputDir: 'test-results',
  workers: 1, // inference wants the cores; timings of one test must not depend on another
  timeout: 90_000,
  // On a loaded CI machine a browser may not come up in time; a second try is named in the summary.
  retries: process.env.CI ? 1 : 0,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    actionTimeout: 30_000, // what cannot be clicked fails soon, by its own name
    baseURL: `http://localhost:${port}/`,
    launchOptions: { args: chromiumArgs(), ...(executablePath && { executablePath }) },
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    screenshot: 'only-on-failure',
    trace: 'on-first-retry', // its pictures of every step cost a third of a test's time
  },
  webServer: {
    command: `node ${server} --port ${port}`,
    url: `http://localhost:${port}/`,
    reuseExistingServer: false,
    timeout: 60_000,
  },
});
