import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { RUNTIME_BYTES } from '../../../src/browser/ortRuntime.ts';

it.each([
  ['wasm', 'ort-wasm-simd-threaded.wasm'],
  ['webgpu', 'ort-wasm-simd-threaded.asyncify.wasm'],
] as const)('the progress bar knows the length of the %s runtime', (backend, file) => {
  const path = fileURLToPath(
    new URL(`../../../node_modules/onnxruntime-web/dist/${file}`, import.meta.url),
  );
  expect(RUNTIME_BYTES[backend]).toBe(statSync(path).size);
});
