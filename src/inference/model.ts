/** One model in a session, on the backend it was given, falling back to the runtime's own when that fails. */

import type { BackendFit } from '../core/engine.ts';
import { Mutex } from '../core/mutex.ts';
import type { Backend, ModelRef } from '../core/types.ts';
import { agree, noiseTensor } from './agreement.ts';
import { VisionError } from './failure.ts';
import { type OnnxFile, readOnnxFile } from './onnxFile.ts';
import { now } from './platform.ts';
import type { Runtime, Session, Tensor } from './runtime.ts';

/**
 * A loaded model. Keeps its bytes (a few MB) so that it can start again elsewhere when a GPU is
 * lost or a session fails: the photo at hand is then run again, not dropped.
 */
export class OnnxModel {
  readonly file: OnnxFile;
  private session: Session | null = null;
  private current: Backend;
  private inferenceMs = 0;
  /** Shape of the input that ran last. */
  private dims: readonly number[] | null = null;

  private constructor(
    readonly id: string,
    private readonly sha256: string,
    private readonly bytes: Uint8Array,
    private readonly runtime: Runtime,
    backend: Backend,
    /**
     * A session must not be released under a run, nor two models run at once: WebGPU cannot be entered
     * twice, a detection beside a reading ends it with "memory access out of bounds".
     */
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
   * Starts a session on `backend`, or on the runtime's own where that does not start. Models that share a
   * runtime share `mutex`. @throws VisionError
   */
  static async start(
    source: { readonly id: string; readonly sha256: string; readonly bytes: Uint8Array },
    runtime: Runtime,
    backend: Backend,
    mutex: Mutex = new Mutex(),
  ): Promise<OnnxModel> {
    const { id, sha256, bytes } = source;
    const model = new OnnxModel(id, sha256, bytes, runtime, backend, mutex);
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
   * Feeds one tensor to the first input. A failing session is opened again, on the
   * runtime's own backend, and the same
   * tensor run once more. @throws VisionError `engine`, transient, when that fails too.
   */
  run(input: Tensor): Promise<ReadonlyMap<string, Tensor>> {
    return this.mutex.run(() => this.runOrRecover(input));
  }

  /** Moves the model to another backend; stays where it is if that fails. @returns whether it moved. */
  moveTo(backend: Backend): Promise<boolean> {
    return this.mutex.run(async () => {
      if (backend === this.current) return true;
      const session = await this.runtime.session(this.bytes, backend).catch(() => null);
      if (!session) return false;
      await this.closeSession();
      this.session = session;
      this.current = backend;
      return true;
    });
  }

  /**
   * Whether a backend it was started on or moved to answers as the runtime's own does, on noise of the shape
   * that ran last. Where it has gone back by itself it failed there; where the runtime's own does not start,
   * there is nothing to go back to.
   */
  fitOn(backend: Backend): Promise<BackendFit> {
    return this.mutex.run(async () => {
      const { home } = this.runtime;
      if (this.current !== backend) return 'fails';
      if (this.current === home || !this.dims) return 'same';
      const own = await this.runtime.session(this.bytes, home).catch(() => null);
      if (!own) return 'same';
      try {
        const noise = noiseTensor(this.dims, this.file.inputs[0]?.type === UINT8 ? 255 : 1);
        const there = await this.runOnce(noise);
        return agree(await own.run(noise), there) ? 'same' : 'differs';
      } catch {
        return 'fails';
      } finally {
        await own.release().catch(() => undefined);
      }
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
      this.current = this.runtime.home;
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
      this.session = await this.runtime.session(this.bytes, this.current);
    } catch (error) {
      if (this.current === this.runtime.home) {
        throw new VisionError(
          'model',
          `The model ${this.id} could not be started (${reason(error)}). Reload the page; an up-to-date browser with WebAssembly SIMD is needed.`,
          true,
          { cause: error },
        );
      }
      this.current = this.runtime.home;
      await this.open();
    }
  }

  private async runOnce(input: Tensor): Promise<ReadonlyMap<string, Tensor>> {
    await this.open();
    const started = now();
    const outputs = await (this.session as Session).run(input);
    this.dims = input.dims;
    this.inferenceMs += now() - started;
    return outputs;
  }
}

/** ONNX's number of this element type. */
const UINT8 = 2;

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error));
