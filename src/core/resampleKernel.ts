/**
 * The inner loops of resampling as WebAssembly with SIMD: four to five times as fast as the same loops
 * in JavaScript, so that preparing a photo costs little beside the network. onnxruntime needs both, so
 * that no browser is left out. The text is `resampleKernel.wat`; `node scripts/kernel.mjs` puts it
 * into this file.
 */

/** Of WebAssembly what is needed here; core's TypeScript library is the language alone. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};
declare const atob: (base64: string) => string;

/** Addresses and lengths of rows are bytes in `memory`. */
export interface ResampleKernel {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  /**
   * A row of RGBA bytes to `width` positions, written to `out` as three runs of float32. Position x
   * takes `count[x]` (at least one) pixels from `first[x]` on, by the weights from `taps · x` on.
   */
  squeeze(
    source: number,
    first: number,
    count: number,
    weights: number,
    taps: number,
    width: number,
    out: number,
  ): void;
  /** sum += weight · row, for float32 up to the address `end`; whole groups of four. */
  blend(row: number, weight: number, sum: number, end: number): void;
}

const BYTES =
  'AGFzbQEAAAABEgJgB39/f39/f38AYAR/fX9/AAMDAgABBQMBAAEHHAMGbWVtb3J5AgAHc3F1ZWV6ZQAABWJsZW5kAAEKkQIC0QECBX8BeyAFQQJ0IQsgBiALaiEHIARBAnQhBANAIAAgASgCAEECdGohCCADIQkgAyACKAIAQQJ0aiEK/QwAAAAAAAAAAAAAAAAAAAAAIQwDQCAMIAn9CQIAIAj9XAIA/YkB/akB/fsB/eYB/eQBIQwgCEEEaiEIIAlBBGohCSAJIApJDQALIAYgDP0fADgCACAGIAtqIAz9HwE4AgAgBiALQQF0aiAM/R8COAIAIAFBBGohASACQQRqIQIgAyAEaiEDIAZBBGohBiAGIAdJDQALCzwBAXsgAf0TIQQDQCACIAL9AAQAIAQgAP0ABAD95gH95AH9CwQAIABBEGohACACQRBqIQIgAiADSQ0ACws=';
const PAGE = 65_536;

let kernel: ResampleKernel | null = null;

/** The kernel, with room for so many bytes. Not to be kept: views of its memory end when it grows. */
export function resampleKernel(bytes: number): ResampleKernel {
  kernel ??= new WebAssembly.Instance(
    new WebAssembly.Module(Uint8Array.from(atob(BYTES), (c) => c.charCodeAt(0))),
  ).exports as ResampleKernel;
  const missing = bytes - kernel.memory.buffer.byteLength;
  if (missing > 0) kernel.memory.grow(Math.ceil(missing / PAGE));
  return kernel;
}
