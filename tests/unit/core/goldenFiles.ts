/** Files of tests/fixtures/golden, which the training package writes. */
import { readFileSync } from 'node:fs';
import type { RgbaImage, Size } from '../../../src/core/types.ts';

const at = (name: string) => new URL(`../../fixtures/golden/${name}`, import.meta.url);

export const golden = <T>(name: string): T => JSON.parse(readFileSync(at(name), 'utf8')) as T;

/** Little-endian float32 values. */
export function goldenFloats(name: string): Float32Array {
  return new Float32Array(new Uint8Array(readFileSync(at(name))).buffer);
}

/** Little-endian uint16 values. */
export function goldenShorts(name: string): Uint16Array {
  return new Uint16Array(new Uint8Array(readFileSync(at(name))).buffer);
}

export function goldenRgba(name: string, { width, height }: Size): RgbaImage {
  return { width, height, data: new Uint8ClampedArray(readFileSync(at(`${name}.rgba.bin`))) };
}
