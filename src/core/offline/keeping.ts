/** Which files of the built app are kept for use without a network, and when. */

/**
 * `shell`: kept with the installation, so that the app and its active models work offline.
 * `second-reader`: tesseract; kept on first use or when idle, unless it is the active reader.
 * `on-use`: kept once it was used here (the WebGPU runtime, models that are not active).
 */
export type Keeping = 'shell' | 'second-reader' | 'on-use';

/**
 * Where a built file belongs. `path` is relative to the app's root (`assets/name-hash.ext`),
 * `activeModels` are the ids of `models/index.json` (`tesseract` among them when it reads plates).
 */
export function keepingOf(path: string, activeModels: readonly string[]): Keeping {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (isTesseract(name)) return activeModels.includes('tesseract') ? 'shell' : 'second-reader';
  if (isGpuRuntime(name)) return 'on-use';
  if (/\.onnx$/.test(name)) {
    return activeModels.some((id) => name.startsWith(`${id}-`)) ? 'shell' : 'on-use';
  }
  return 'shell';
}

/**
 * Whether this browser will never ask for a file: of tesseract's two cores it takes one.
 * `relaxedSimd` says whether its WebAssembly has relaxed SIMD.
 */
export function isOtherCore(path: string, relaxedSimd: boolean): boolean {
  const wrong = relaxedSimd ? /tesseract-core-simd/ : /tesseract-core-relaxedsimd/;
  return wrong.test(path);
}

/** The library, its worker, its core and its language data. */
function isTesseract(name: string): boolean {
  return /^tesseract-core-|^eng\.traineddata|^worker\.min-/.test(name);
}

/** onnxruntime's builds with WebGPU in them; the plain one has no middle word. */
function isGpuRuntime(name: string): boolean {
  return /^(ort-wasm-simd-threaded\.(asyncify|jsep|jspi)|ort\.webgpu)\b/.test(name);
}
