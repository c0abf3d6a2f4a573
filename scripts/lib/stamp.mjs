/** Tells whether dist/ was built from the sources as they are now. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DIST, ROOT } from './paths.mjs';

const INPUTS = [
  'index.html',
  'eval.html',
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
const STAMP = join(DIST, '.build');

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

export const writeStamp = () => writeFileSync(STAMP, inputs());

export const isFresh = () => existsSync(STAMP) && readFileSync(STAMP, 'utf8') === inputs();
