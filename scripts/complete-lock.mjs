/**
 * Completes package-lock.json with the platform packages that npm left out.
 *
 * npm drops an optional package it cannot fetch: behind a registry that mirrors only some platforms
 * the lockfile loses the others, and `npm ci` then refuses it everywhere. Run this after such an
 * `npm install`; a unit test tells when it is needed. Entries without integrity are checked by npm
 * against the registry they come from.
 *
 *   node scripts/complete-lock.mjs
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './lib/paths.mjs';

const PLATFORM =
  /(android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|aix|win32)-(arm64|arm|x64|ia32|loong64|mips64el|ppc64|riscv64|s390x)(?:-(\w+))?$/;

/** @typedef {{ version?: string, dev?: boolean, optionalDependencies?: Record<string, string> }} Package */

/**
 * The optional packages that others name and the lockfile lacks.
 * @param {Record<string, Package>} packages
 * @returns {{ name: string, version: string, dev: boolean }[]}
 */
export function missingFrom(packages) {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {}, dev = false }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !packages[`${path}/node_modules/${name}`])
      .filter(([name]) => !packages[`node_modules/${name}`])
      .map(([name, version]) => ({ name, version, dev })),
  );
}

/** @param {{ name: string, version: string, dev: boolean }} missing */
function entry({ name, version, dev }) {
  const [, os, cpu, library = ''] = PLATFORM.exec(name) ?? [];
  if (!os || !/^\d/.test(version))
    throw new Error(`Cannot tell the platform of ${name}@${version}`);
  const libc = /musl/.test(library) ? ['musl'] : /gnu/.test(library) ? ['glibc'] : null;
  return {
    version,
    cpu: [cpu],
    ...(dev && { dev }),
    ...(os === 'linux' && libc && { libc }),
    optional: true,
    os: [os],
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const path = join(ROOT, 'package-lock.json');
  const lock = JSON.parse(readFileSync(path, 'utf8'));
  const missing = missingFrom(lock.packages);
  for (const one of missing) lock.packages[`node_modules/${one.name}`] = entry(one);
  lock.packages = Object.fromEntries(
    Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${missing.length} packages added.`);
}
