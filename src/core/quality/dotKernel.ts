/**
 * Many dot products at once as WebAssembly with SIMD, the inner loop of every search for neighbours.
 * The text is `dotKernel.wat`; `node scripts/kernel.mjs` puts it into this file.
 */

/** Of WebAssembly what is needed here; core's TypeScript library is the language alone. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};
declare const atob: (base64: string) => string;

/** Addresses are bytes in `memory`. */
export interface DotKernel {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  /**
   * `out[r][c] = rows[r] · columns[c]` for `groups` times six rows of `dim` float32 and `panels` times
   * eight columns. A panel holds, for each dimension, the eight columns' numbers side by side.
   */
  dots(
    rows: number,
    groups: number,
    columns: number,
    panels: number,
    dim: number,
    out: number,
  ): void;
}

export const ROWS_AT_ONCE = 6;
export const COLUMNS_AT_ONCE = 8;

const BYTES =
  'AGFzbQEAAAABCgFgBn9/f39/fwADAgEABQMBAAEHEQIGbWVtb3J5AgAEZG90cwAACooGAYcGAgl/D3sgBEECdCEGIANBBXQhByACIAMgBkEIbGxqIQgDQCABIQkgACEKIAUhDgNA/QwAAAAAAAAAAAAAAAAAAAAAIRL9DAAAAAAAAAAAAAAAAAAAAAAhE/0MAAAAAAAAAAAAAAAAAAAAACEU/QwAAAAAAAAAAAAAAAAAAAAAIRX9DAAAAAAAAAAAAAAAAAAAAAAhFv0MAAAAAAAAAAAAAAAAAAAAACEX/QwAAAAAAAAAAAAAAAAAAAAAIRj9DAAAAAAAAAAAAAAAAAAAAAAhGf0MAAAAAAAAAAAAAAAAAAAAACEa/QwAAAAAAAAAAAAAAAAAAAAAIRv9DAAAAAAAAAAAAAAAAAAAAAAhHP0MAAAAAAAAAAAAAAAAAAAAACEdIAIhCyAKIQ0gCiAGaiEMA0AgC/0ABAAhDyAL/QAEECEQIA39CQIAIREgEiARIA/95gH95AEhEiATIBEgEP3mAf3kASETIA0gBkEBbGr9CQIAIREgFCARIA/95gH95AEhFCAVIBEgEP3mAf3kASEVIA0gBkECbGr9CQIAIREgFiARIA/95gH95AEhFiAXIBEgEP3mAf3kASEXIA0gBkEDbGr9CQIAIREgGCARIA/95gH95AEhGCAZIBEgEP3mAf3kASEZIA0gBkEEbGr9CQIAIREgGiARIA/95gH95AEhGiAbIBEgEP3mAf3kASEbIA0gBkEFbGr9CQIAIREgHCARIA/95gH95AEhHCAdIBEgEP3mAf3kASEdIAtBIGohCyANQQRqIQ0gDSAMSQ0ACyAOIBL9CwQAIA4gE/0LBBAgDiAHaiEOIA4gFP0LBAAgDiAV/QsEECAOIAdqIQ4gDiAW/QsEACAOIBf9CwQQIA4gB2ohDiAOIBj9CwQAIA4gGf0LBBAgDiAHaiEOIA4gGv0LBAAgDiAb/QsEECAOIAdqIQ4gDiAc/QsEACAOIB39CwQQIA4gB2ohDiAKIAZBBmxqIQogCUEBayEJIAkNAAsgAiAGQQhsaiECIAVBIGohBSACIAhJDQALCw==';
const PAGE = 65_536;

let kernel: DotKernel | null = null;

/** The kernel, with room for so many bytes. Views of its memory end when it grows. */
export function dotKernel(bytes: number): DotKernel {
  kernel ??= new WebAssembly.Instance(
    new WebAssembly.Module(Uint8Array.from(atob(BYTES), (c) => c.charCodeAt(0))),
  ).exports as DotKernel;
  const missing = bytes - kernel.memory.buffer.byteLength;
  if (missing > 0) kernel.memory.grow(Math.ceil(missing / PAGE));
  return kernel;
}
