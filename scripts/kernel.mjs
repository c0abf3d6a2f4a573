/**
 * Turns the WebAssembly texts (`*.wat`) into the bytes that the module of the same name carries; a test
 * holds both together.
 *
 *   node scripts/kernel.mjs
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import wabt from 'wabt';
import { ROOT } from './lib/paths.mjs';

/** Without their endings. */
export const KERNELS = [
  'src/core/resampleKernel',
  'src/core/quality/dotKernel',
  'src/core/learning/headKernel',
];

/** The module of a text file, checked, as base64. @param {string} kernel one of `KERNELS` */
export async function kernelBase64(kernel) {
  const tools = await wabt();
  const source = join(ROOT, `${kernel}.wat`);
  const module = tools.parseWat(source, readFileSync(source, 'utf8'), { simd: true });
  module.validate();
  return Buffer.from(module.toBinary({}).buffer).toString('base64');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const kernel of KERNELS) {
    const target = join(ROOT, `${kernel}.ts`);
    const bytes = await kernelBase64(kernel);
    const text = readFileSync(target, 'utf8');
    writeFileSync(target, text.replace(/(const BYTES =\s*)'[^']*'/, `$1'${bytes}'`));
  }
}
