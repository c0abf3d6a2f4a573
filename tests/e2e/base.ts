/**
 * The `test` of all end-to-end tests. Whatever a test is about, it fails when the app asks another
 * origin for anything, throws an error nobody caught, or breaks its own content policy.
 */
import { type BrowserContext, test as base, type Page } from '@playwright/test';

export { expect } from '@playwright/test';

/** Watches a browser context; tests that serve the app elsewhere, or break it on purpose, say so. */
export interface Guard {
  /** Another address at which this test serves the app. */
  allowOrigin(address: string): void;
  /** An error this test provokes. */
  expectError(pattern: RegExp): void;
  /** What went wrong so far. */
  readonly faults: readonly string[];
  /** Watches a context the test made itself. */
  watch(context: BrowserContext): Promise<void>;
}

export const test = base.extend<{ guard: Guard }>({
  guard: [
    async ({ context, baseURL }, use) => {
      const origins = new Set([new URL(baseURL ?? '').origin]);
      const expected: RegExp[] = [];
      const faults: string[] = [];
      const fault = (text: string) => {
        if (!expected.some((pattern) => pattern.test(text))) faults.push(text);
      };
      const watchPage = (page: Page) => {
        page.on('pageerror', (error) => fault(`uncaught: ${error.stack ?? error.message}`));
        page.on('console', (message) => {
          if (isPolicyViolation(message.text())) fault(`policy: ${message.text()}`);
        });
      };
      const watch = async (watched: BrowserContext) => {
        // Nobody can answer a file picker here: as in browsers without one, exports are downloads.
        await watched.addInitScript(() => {
          Reflect.deleteProperty(globalThis, 'showSaveFilePicker');
        });
        watched.on('request', (request) => {
          const url = new URL(request.url());
          const local = url.protocol === 'blob:' || url.protocol === 'data:';
          if (!local && !origins.has(url.origin)) fault(`foreign request: ${request.url()}`);
        });
        watched.on('page', watchPage);
        watched.pages().forEach(watchPage);
      };
      await watch(context);
      await use({
        faults,
        allowOrigin: (address) => void origins.add(new URL(address).origin),
        expectError: (pattern) => void expected.push(pattern),
        watch,
      });
      base.expect(faults, 'foreign requests, uncaught errors, policy violations').toEqual([]);
    },
    { auto: true },
  ],
});

/** Chromium's words for a blocked resource, in pages and in workers. */
function isPolicyViolation(text: string): boolean {
  return /Content Security Policy|Cross-Origin-Embedder-Policy|ERR_BLOCKED_BY/.test(text);
}
