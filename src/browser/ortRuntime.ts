/** Loading onnxruntime-web: the plain wasm build, or the larger one with WebGPU. */
import gpuGlue from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url&no-inline';
import gpuBinary from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url&no-inline';
import wasmGlue from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url&no-inline';
import wasmBinary from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url&no-inline';
import type { OnProgress } from '../core/engine.ts';
import type { Backend } from '../core/types.ts';
import { ortSession } from '../inference/ortSession.ts';
import type { Runtime } from '../inference/runtime.ts';
import { absolute } from './catalogue.ts';
import { download } from './download.ts';

type Ort = typeof import('onnxruntime-web/wasm');
/** The backends of onnxruntime-web. */
type WebBackend = Exclude<Backend, 'cpu'>;

/** Threads beyond this bring little for models this small and starve the page. */
const MAX_THREADS = 4;
/** Safari's threaded start can hang for ever; `createVision` then starts again with one thread. */
const THREADED_START_TIMEOUT_MS = 20_000;

/** Length of each build's wasm file, for the progress bar: compressed transfers do not tell. */
export const RUNTIME_BYTES: Readonly<Record<WebBackend, number>> = {
  wasm: 14_239_897,
  webgpu: 26_781_914,
};

const loaded = new Map<WebBackend, Promise<Ort>>();

/** onnxruntime-web, loaded as its backends are wanted; `threads` at most. */
export function browserRuntime(threads: number | undefined, onProgress: OnProgress): Runtime {
  const count = threadCount(threads);
  return {
    home: 'wasm',
    threads: count,
    isolated: globalThis.crossOriginIsolated,
    prepare(backend) {
      // What goes wrong is told by the session that needs it.
      if (backend !== 'cpu') loadRuntime(backend, count, onProgress).catch(() => undefined);
    },
    async faster() {
      if (!(await hasGpu())) return null;
      // A runtime that cannot be fetched says nothing of the GPU.
      const isLoaded = await loadRuntime('webgpu', count, onProgress).catch(() => null);
      return isLoaded && 'webgpu';
    },
    async session(bytes, backend) {
      if (backend === 'cpu') throw new Error('a browser has no native backend');
      return ortSession(await loadRuntime(backend, count, onProgress), bytes, backend);
    },
  };
}

/** Threads to use here: several need shared memory, which needs cross-origin isolation. */
function threadCount(requested: number | undefined): number {
  if (!globalThis.crossOriginIsolated) return 1;
  return Math.max(1, Math.min(requested ?? MAX_THREADS, navigator.hardwareConcurrency || 1));
}

/**
 * The runtime for a backend, its wasm files taken from our own origin. The thread count of the
 * first call holds for the life of the worker: the wasm module starts once.
 * @throws VisionError `model`, transient, when the files cannot be fetched.
 */
function loadRuntime(backend: WebBackend, threads: number, onProgress: OnProgress): Promise<Ort> {
  let runtime = loaded.get(backend);
  if (!runtime) {
    runtime = prepare(backend, threads, onProgress);
    runtime.catch(() => loaded.delete(backend));
    loaded.set(backend, runtime);
  }
  return runtime;
}

async function prepare(backend: WebBackend, threads: number, onProgress: OnProgress): Promise<Ort> {
  const build = BUILDS[backend];
  const file = { id: `onnxruntime-${backend}`, bytes: RUNTIME_BYTES[backend] };
  // Fetched here rather than by the runtime: with progress, and outside its start timeout.
  const [ort, binary] = await Promise.all([
    build.load() as Promise<Ort>,
    download(file, absolute(build.binary), onProgress),
  ]);
  ort.env.wasm.wasmPaths = { mjs: absolute(build.mjs), wasm: absolute(build.binary) };
  ort.env.wasm.wasmBinary = binary;
  ort.env.wasm.numThreads = threads;
  if (threads > 1) ort.env.wasm.initTimeout = THREADED_START_TIMEOUT_MS;
  return ort;
}

/** A runtime's glue code and binary differ per build; only their addresses are loaded here. */
const BUILDS = {
  wasm: { load: () => import('onnxruntime-web/wasm'), mjs: wasmGlue, binary: wasmBinary },
  webgpu: { load: () => import('onnxruntime-web/webgpu'), mjs: gpuGlue, binary: gpuBinary },
} as const;

/** Whether a real GPU is there: software adapters lose to wasm and are not worth a 27 MB download. */
async function hasGpu(): Promise<boolean> {
  try {
    const gpu = (navigator as { gpu?: { requestAdapter(): Promise<GpuAdapter | null> } }).gpu;
    const adapter = await gpu?.requestAdapter();
    return Boolean(adapter) && !(adapter?.info?.isFallbackAdapter ?? adapter?.isFallbackAdapter);
  } catch {
    return false;
  }
}

/** The part of WebGPU's adapter we need; TypeScript's DOM library has no WebGPU. */
interface GpuAdapter {
  readonly isFallbackAdapter?: boolean;
  readonly info?: { readonly isFallbackAdapter?: boolean };
}
