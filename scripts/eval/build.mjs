/** Builds the evaluation's page into .cache/eval. */
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { ROOT } from '../lib/paths.mjs';

export const EVAL_DIST = fileURLToPath(new URL('../../.cache/eval', import.meta.url));

export async function buildEval() {
  process.chdir(ROOT); // the app's config reads files by it
  await build({ configFile: fileURLToPath(new URL('vite.config.ts', import.meta.url)) });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await buildEval();
