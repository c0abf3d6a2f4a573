/** One model in a session, on the backend it was given, falling back to wasm when that fails. */
import type { Backend, ModelRef } from '../core/types.ts';
import { VisionError } from './failure.ts';
import { Mutex } from './mutex.ts';
import { type OnnxFile, readOnnxFile } from './onnxFile.ts';
import type { Ort } from './ortRuntime.ts';

/** A dense float32 tensor. */
export interface Tensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** Gives the runtime of a backend; tests pass their own. */
export type Runtimes = (backend: Backend) => Promise<Ort>;

type Session = Awaited<ReturnType<Ort['InferenceSession']['create']>>;

/**
 * A loaded model. Keeps its bytes (a few MB) so that it can start again elsewhere when a GPU is
 * lost or a session fails: the photo at hand is then run again, not dropped.
 */
export class OnnxModel {
  readonly file: OnnxFile;
  private session: Session | null = null;
  private current: Backend;
  private inferenceMs = 0;

  private constructor(
    readonly id: string,
    private readonly sha256: string,
    private readonly bytes: Uint8Array,
    private readonly runtimes: Runtimes,
    backend: Backend,
    /** A session must not be released under a run, nor two models run at once. */
    private readonly mutex: Mutex,
  ) {
    try {
      this.file = readOnnxFile(bytes);
    } catch (error) {
      throw new VisionError('model', `The model ${id} cannot be used: ${reason(error)}`);
    }
    this.current = backend;
  }

  /**
   * Starts a session on `backend`, or on wasm where that does not start. Models that share a
   * runtime share `mutex`. @throws VisionError
   */
  static async start(
    source: { readonly id: string; readonly sha256: string; readonly bytes: Uint8Array },
    runtimes: Runtimes,
    backend: Backend,
    mutex: Mutex = new Mutex(),
  ): Promise<OnnxModel> {
    const { id, sha256, bytes } = source;
    const model = new OnnxModel(id, sha256, bytes, runtimes, backend, mutex);
    await mutex.run(() => model.open());
    return model;
  }

  get backend(): Backend {
    return this.current;
  }

  /** Milliseconds spent inside the runtime so far; the rest of a stage is the pipeline's own. */
  get runMs(): number {
    return this.inferenceMs;
  }

  /** The model as it runs now, for provenance. */
  get ref(): ModelRef {
    return { id: this.id, sha256: this.sha256, backend: this.current };
  }

  /**
   * Feeds one tensor to the first input. A failing session is opened again, on wasm, and the same
   * tensor run once more. @throws VisionError `engine`, transient, when that fails too.
   */
  run(input: Tensor): Promise<ReadonlyMap<string, Tensor>> {
    return this.mutex.run(() => this.runOrRecover(input));
  }

  /** Moves the model to another backend; stays where it is if that fails. @returns whether it moved. */
  moveTo(backend: Backend): Promise<boolean> {
    return this.mutex.run(async () => {
      if (backend === this.current) return true;
      const session = await this.createSession(backend).catch(() => null);
      if (!session) return false;
      await this.closeSession();
      this.session = session;
      this.current = backend;
      return true;
    });
  }

  /** Frees the session. The model can be run again: it opens a new one. */
  close(): Promise<void> {
    return this.mutex.run(() => this.closeSession());
  }

  private async runOrRecover(input: Tensor): Promise<ReadonlyMap<string, Tensor>> {
    try {
      return await this.runOnce(input);
    } catch (first) {
      await this.closeSession();
      this.current = 'wasm';
      try {
        await this.open();
        return await this.runOnce(input);
      } catch (second) {
        throw new VisionError(
          'engine',
          `The model ${this.id} stopped working (${reason(second)}). The photo is tried again on a fresh start.`,
          true,
          { cause: first },
        );
      }
    }
  }

  private async closeSession(): Promise<void> {
    const { session } = this;
    this.session = null;
    await session?.release().catch(() => undefined); // a lost device cannot be released, only left
  }

  private async open(): Promise<void> {
    if (this.session) return;
    try {
      this.session = await this.createSession(this.current);
    } catch (error) {
      if (this.current === 'wasm') {
        throw new VisionError(
          'model',
          `The model ${this.id} could not be started (${reason(error)}). Reload the page; an up-to-date browser with WebAssembly SIMD is needed.`,
          true,
          { cause: error },
        );
      }
      this.current = 'wasm';
      await this.open();
    }
  }

  private async createSession(backend: Backend): Promise<Session> {
    const ort = await this.runtimes(backend);
    return ort.InferenceSession.create(this.bytes, {
      // Alone: beside `wasm` a GPU that is not there would be left out without an error, and the
      // app would call wasm WebGPU. Operators the GPU lacks run on the processor all the same.
      executionProviders: [backend],
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
    });
  }

  private async runOnce(input: Tensor): Promise<ReadonlyMap<string, Tensor>> {
    await this.open();
    const session = this.session as Session;
    const ort = await this.runtimes(this.current);
    const name = session.inputNames[0] as string;
    const feed = new ort.Tensor('float32', input.data, input.dims);
    const started = performance.now();
    const results = await session.run({ [name]: feed });
    this.inferenceMs += performance.now() - started;
    const outputs = new Map<string, Tensor>();
    for (const [key, tensor] of Object.entries(results)) {
      if (tensor.type === 'float32') {
        outputs.set(key, { data: tensor.data as Float32Array, dims: tensor.dims });
      }
    }
    return outputs;
  }
}

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error));
