/** A Chromium of its own that a test may kill, and start again on the same profile. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { chromiumArgs, findChromium } from '../../scripts/lib/chromium.mjs';
import { expect } from './base.ts';

export interface Running {
  readonly process: ChildProcess;
  readonly browser: Browser;
  readonly page: Page;
}

/** Starts it on `url`. @param timeZone of the computer, instead of the one that is set */
export async function start(profile: string, url: string, timeZone?: string): Promise<Running> {
  const executable = findChromium() ?? chromium.executablePath();
  rmSync(join(profile, 'DevToolsActivePort'), { force: true });
  const args = [
    ...chromiumArgs(),
    '--headless=new',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    'about:blank',
  ];
  const env = { ...process.env, ...(timeZone && { TZ: timeZone }) };
  const child = spawn(executable, args, { stdio: 'ignore', env });
  let port = '';
  await expect
    .poll(
      () => {
        try {
          port = readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n')[0] ?? '';
        } catch {
          port = '';
        }
        return port;
      },
      { timeout: 30_000, intervals: [50] },
    )
    .not.toBe('');
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const context = browser.contexts()[0];
  if (!context) throw new Error('no context');
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(url);
  return { process: child, browser, page };
}

/** Kills it without a word. */
export async function kill({ process, browser }: Running): Promise<void> {
  const gone = new Promise((resolve) => process.once('exit', resolve));
  process.kill('SIGKILL');
  await gone;
  await browser.close().catch(() => undefined);
}

/** Takes a profile away. Under load processes of a killed browser still write there for a while. */
export function removeProfile(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  } catch {
    // a temporary folder that stays is no fault of the app
  }
}
