/**
 * Installs what the lockfile asks for, if it is not there yet. Safe to run at any time; uses
 * nothing but Node, since it runs before anything is installed.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './lib/paths.mjs';

const MINIMUM_NODE = { major: 20, minor: 19 };

/** Makes `node_modules` match the lockfile. @throws when npm fails or Node is too old. */
export function setup() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const least = MINIMUM_NODE;
  if (major < least.major || (major === least.major && minor < least.minor)) {
    throw new Error(
      `This needs Node ${least.major}.${least.minor} or newer; here is ${process.versions.node}.`,
    );
  }
  const lock = readFileSync(join(ROOT, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  const stamp = join(ROOT, 'node_modules', '.platewheel-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  if (alreadyInstalled()) {
    writeFileSync(stamp, hash);
    return;
  }
  console.log('Installing packages (npm ci) …');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel', 'error'], {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    throw new Error('npm ci failed; its message stands above. Check the network and try again.');
  }
  writeFileSync(stamp, hash);
}

/** Whether an install made by hand (`npm install`) already matches the lockfile, package by package. */
function alreadyInstalled() {
  const hidden = join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const wanted = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' || optional || present[path]?.version === version,
  );
}

/** `setup` for a program's start: a failure is a line to read, not a stack. */
export function setupOrExit() {
  try {
    setup();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) setupOrExit();
