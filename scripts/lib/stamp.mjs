/** Tells whether dist/ was built from the sources as they are now. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DIST, ROOT } from './paths.mjs';

const INPUTS = [
  'index.html',
  'vite.config.ts',
  'package-lock.json',
  'package.json',
  'src',
  'workers',
  'models',
  'public',
  'scripts/build.mjs',
  'scripts/lib',
];
/** Outside the folder it is about: everything in there is served. */
const STAMP = join(ROOT, '.cache/builds', createHash('sha256').update(DIST).digest('hex'));

/** A digest of the names, sizes and times of everything a build reads. */
function inputs() {
  const digest = createHash('sha256');
  for (const input of INPUTS) {
    const path = join(ROOT, input);
    if (!existsSync(path)) continue;
    const files = statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true }).map((name) => join(input, String(name)))
      : [input];
    for (const file of files.sort()) {
      const { size, mtimeMs } = statSync(join(ROOT, file));
      digest.update(`${file} ${size} ${mtimeMs}\n`);
    }
  }
  return digest.digest('hex');
}

/** What was built from what. */
const state = () => `${statSync(join(DIST, 'index.html')).mtimeMs} ${inputs()}`;

/** Notes that the build is of the sources as they are. */
export function writeStamp() {
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, state());
}

/** @returns {boolean} whether there is a build, and it is of the sources as they are */
export function isFresh() {
  const built = existsSync(join(DIST, 'index.html')) && existsSync(STAMP);
  return built && readFileSync(STAMP, 'utf8') === state();
}
