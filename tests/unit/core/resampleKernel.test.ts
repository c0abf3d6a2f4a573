import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { kernelBase64 } from '../../../scripts/kernel.mjs';

it('carries the bytes of its text file (node scripts/kernel.mjs writes them)', async () => {
  const module = readFileSync('src/core/resampleKernel.ts', 'utf8');
  expect(module).toContain(`'${await kernelBase64()}'`);
});
