/** What the engine needs of a place to run in: sessions for models, on the backends it has. */
import type { Backend } from '../core/types.ts';

/** A dense float32 tensor. */
export interface Tensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** A model ready to run. */
export interface Session {
  /** Feeds the first input. @returns the float32 outputs by name */
  run(input: Tensor): Promise<ReadonlyMap<string, Tensor>>;
  release(): Promise<void>;
}

export interface Runtime {
  /** The backend that always works here: models start on it, and fall back to it. */
  readonly home: Backend;
  readonly threads: number;
  /** Whether threads are possible at all. */
  readonly isolated: boolean;
  /** A faster backend that is worth a timed try, loaded, or null. */
  faster(): Promise<Backend | null>;
  /** Begins to load what a backend needs, while models are still on their way. */
  prepare?(backend: Backend): void;
  /** @throws when the backend or the model does not start. */
  session(bytes: Uint8Array, backend: Backend): Promise<Session>;
}
