/**
 * The inner loops of a fit as WebAssembly with SIMD, in the memory of the dot kernel. The text is
 * `headKernel.wat`; `node scripts/kernel.mjs` puts it into this file.
 */
import { type DotKernel, dotKernel } from '../quality/dotKernel.ts';

/** Of WebAssembly what is needed here; core's TypeScript library is the language alone. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};
declare const atob: (base64: string) => string;

/** Addresses are bytes in `memory`. */
export interface HeadKernel extends DotKernel {
  /**
   * Scores become errors in place: `weights[n] · softmax(row n)`, for `count` rows of four times `quads`
   * float32. `sums[n]` gets the row's greatest score and its sum of exp(score − greatest), to 1e-7.
   */
  errors(scores: number, quads: number, count: number, weights: number, sums: number): void;
  /**
   * `out[c][d] = Σ errors[n][c] · rows[n][d]` over `count` rows, for `groups` times six c and `panels`
   * times eight d. What lies behind a row's last error is read along and means nothing.
   */
  products(
    errors: number,
    groups: number,
    errorBytes: number,
    rows: number,
    panels: number,
    count: number,
    out: number,
  ): void;
}

const BYTES =
  'AGFzbQEAAAABEwJgBX9/f39/AGAHf39/f39/fwACEAEEZG90cwZtZW1vcnkCAAEDAwIAAQcVAgZlcnJvcnMAAAhwcm9kdWN0cwABCvMKApcFAwN/BXsCfSABQQR0IQcDQCAAIAdqIQYgAP0ABAAhCCAAIQUDQCAIIAX9AAQA/ekBIQggBUEQaiEFIAUgBkkNAAsgCP0fACAI/R8BlyAI/R8CIAj9HwOXlyENIA39EyEI/QwAAAAAAAAAAAAAAAAAAAAAIQkgACEFA0AgBf0ABAAgCP3lAf0MAABIwgAASMIAAEjCAABIwv3pASEKIAr9DDuquD87qrg/O6q4PzuquD/95gH9aiELIAogC/0MAIAxPwCAMT8AgDE/AIAxP/3mAf3lASEKIAogC/0Mg4BeOYOAXjmDgF45g4BeOf3mAf3kASEK/QxnaVA5Z2lQOWdpUDlnaVA5IQwgDCAK/eYB/QzOQ7c6zkO3Os5DtzrOQ7c6/eQBIQwgDCAK/eYB/QwIiQg8CIkIPAiJCDwIiQg8/eQBIQwgDCAK/eYB/QzBqSo9wakqPcGpKj3BqSo9/eQBIQwgDCAK/eYB/Qyqqio+qqoqPqqqKj6qqio+/eQBIQwgDCAK/eYB/QwAAAA/AAAAPwAAAD8AAAA//eQBIQwgDCAK/eYB/QwAAIA/AACAPwAAgD8AAIA//eQBIQwgDCAK/eYB/QwAAIA/AACAPwAAgD8AAIA//eQBIQwgDCAL/fgB/Qx/AAAAfwAAAH8AAAB/AAAA/a4BQRf9qwH95gEhDCAFIAz9CwQAIAkgDP3kASEJIAVBEGohBSAFIAZJDQALIAn9HwAgCf0fAZIgCf0fAiAJ/R8DkpIhDiAEIA04AgAgBCAOOAIEIAMqAgAgDpX9EyEJIAAhBQNAIAUgBf0ABAAgCf3mAf0LBAAgBUEQaiEFIAUgBkkNAAsgBiEAIANBBGohAyAEQQhqIQQgAkEBayECIAINAAsL1wUCCH8PeyAEQQV0IQcDQCABIQkgACENIAYhDgNA/QwAAAAAAAAAAAAAAAAAAAAAIRL9DAAAAAAAAAAAAAAAAAAAAAAhE/0MAAAAAAAAAAAAAAAAAAAAACEU/QwAAAAAAAAAAAAAAAAAAAAAIRX9DAAAAAAAAAAAAAAAAAAAAAAhFv0MAAAAAAAAAAAAAAAAAAAAACEX/QwAAAAAAAAAAAAAAAAAAAAAIRj9DAAAAAAAAAAAAAAAAAAAAAAhGf0MAAAAAAAAAAAAAAAAAAAAACEa/QwAAAAAAAAAAAAAAAAAAAAAIRv9DAAAAAAAAAAAAAAAAAAAAAAhHP0MAAAAAAAAAAAAAAAAAAAAACEdIA0hCiADIQsgBSEMA0AgC/0ABAAhDyAL/QAEECEQIAr9CQIAIREgEiARIA/95gH95AEhEiATIBEgEP3mAf3kASETIAr9CQIEIREgFCARIA/95gH95AEhFCAVIBEgEP3mAf3kASEVIAr9CQIIIREgFiARIA/95gH95AEhFiAXIBEgEP3mAf3kASEXIAr9CQIMIREgGCARIA/95gH95AEhGCAZIBEgEP3mAf3kASEZIAr9CQIQIREgGiARIA/95gH95AEhGiAbIBEgEP3mAf3kASEbIAr9CQIUIREgHCARIA/95gH95AEhHCAdIBEgEP3mAf3kASEdIAogAmohCiALIAdqIQsgDEEBayEMIAwNAAsgDiAS/QsEACAOIBP9CwQQIA4gB2ohDiAOIBT9CwQAIA4gFf0LBBAgDiAHaiEOIA4gFv0LBAAgDiAX/QsEECAOIAdqIQ4gDiAY/QsEACAOIBn9CwQQIA4gB2ohDiAOIBr9CwQAIA4gG/0LBBAgDiAHaiEOIA4gHP0LBAAgDiAd/QsEECAOIAdqIQ4gDUEYaiENIAlBAWshCSAJDQALIANBIGohAyAGQSBqIQYgCEEBaiEIIAggBEkNAAsL';

let kernel: HeadKernel | null = null;

/** The kernel, with room for so many bytes. Views of its memory end when it grows. */
export function headKernel(bytes: number): HeadKernel {
  const dots = dotKernel(bytes);
  if (!kernel) {
    const module = new WebAssembly.Module(Uint8Array.from(atob(BYTES), (c) => c.charCodeAt(0)));
    const own = new WebAssembly.Instance(module, { dots }).exports as HeadKernel;
    const { errors, products } = own;
    kernel = { memory: dots.memory, dots: dots.dots, errors, products };
  }
  return kernel;
}
