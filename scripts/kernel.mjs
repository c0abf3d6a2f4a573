/**
 * Turns `src/core/resampleKernel.wat` into the bytes that `resampleKernel.ts` carries; a test holds both
 * together.
 *
 *   node scripts/kernel.mjs
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import wabt from 'wabt';
import { ROOT } from './lib/paths.mjs';

const SOURCE = join(ROOT, 'src/core/resampleKernel.wat');
const TARGET = join(ROOT, 'src/core/resampleKernel.ts');

/** The module of the text file, checked, as base64. */
export async function kernelBase64() {
  const tools = await wabt();
  const module = tools.parseWat(SOURCE, readFileSync(SOURCE, 'utf8'), { simd: true });
  module.validate();
  return Buffer.from(module.toBinary({}).buffer).toString('base64');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const bytes = await kernelBase64();
  const text = readFileSync(TARGET, 'utf8');
  writeFileSync(TARGET, text.replace(/(const BYTES =\s*)'[^']*'/, `$1'${bytes}'`));
}
