/** Which Chromium drives the tests: a system one, Playwright's own download, or apt's. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const MAC_CHROME = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

const isRoot = () => process.getuid?.() === 0;

/**
 * A browser that is already here: `CHROMIUM_PATH`, the system's, then Playwright's download.
 * @returns {string | null}
 */
export function findChromium() {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) return chosen;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = [...candidates, MAC_CHROME, chromium.executablePath()].find(
    (path) => path && existsSync(path),
  );
  return found ?? null;
}

/** Makes sure there is one. @returns {string} @throws with what to do when all ways fail. */
export function ensureChromium() {
  const here = findChromium();
  if (here) return here;
  console.log('No Chromium found; downloading the one Playwright brings …');
  const withDeps = isRoot() ? ['--with-deps'] : [];
  const cli = ['playwright', 'install', ...withDeps, 'chromium'];
  const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';
  spawnSync(npx, cli, { stdio: 'inherit', shell: process.platform === 'win32' });
  const downloaded = findChromium();
  if (downloaded) return downloaded;
  if (isRoot() && process.platform === 'linux') {
    console.log('The download failed; asking apt …');
    spawnSync('apt-get', ['update'], { stdio: 'inherit' });
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], {
      stdio: 'inherit',
    });
  }
  const installed = findChromium();
  if (installed) return installed;
  throw new Error(
    'No Chromium: none on this system, and neither Playwright nor apt could install one. ' +
      'Install Chromium or Chrome, or set CHROMIUM_PATH to its program, and run this again.',
  );
}

/** Switches that keep the browser from calling home; as root it runs only without its sandbox. */
export function chromiumArgs() {
  const quiet = [
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return isRoot() ? ['--no-sandbox', ...quiet] : quiet;
}
