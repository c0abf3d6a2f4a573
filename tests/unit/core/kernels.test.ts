import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { KERNELS, kernelBase64 } from '../../../scripts/kernel.mjs';

it.each(KERNELS)(
  '%s carries the bytes of its text file (node scripts/kernel.mjs writes them)',
  async (kernel) => {
    const module = readFileSync(`${kernel}.ts`, 'utf8');
    expect(module).toContain(`'${await kernelBase64(kernel)}'`);
  },
);
