/** Sessions by onnxruntime's JavaScript interface, which its packages for the web and for Node share. */
import type { Session, Tensor } from './runtime.ts';

/** The part of the interface that is used. */
export interface Ort {
  readonly InferenceSession: {
    create(bytes: Uint8Array, options: object): Promise<OrtSession>;
  };
  readonly Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => unknown;
}

interface OrtSession {
  readonly inputNames: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: each package has a tensor class of its own
  run(feeds: any): Promise<Readonly<Record<string, OrtTensor>>>;
  release(): Promise<void>;
}

interface OrtTensor {
  readonly type: string;
  readonly data: unknown;
  readonly dims: readonly number[];
}

/**
 * Starts a session on one execution provider, alone: beside another a GPU that is not there would be
 * left out without an error. Operators a GPU lacks run on the processor all the same.
 * @param options further session options of the package
 */
export async function ortSession(
  ort: Ort,
  bytes: Uint8Array,
  provider: string,
  options: object = {},
): Promise<Session> {
  const session = await ort.InferenceSession.create(bytes, {
    executionProviders: [provider],
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    ...options,
  });
  const name = session.inputNames[0] as string;
  return {
    async run({ data, dims }) {
      const results = await session.run({ [name]: new ort.Tensor('float32', data, dims) });
      const outputs = new Map<string, Tensor>();
      for (const [key, tensor] of Object.entries(results)) {
        if (tensor.type === 'float32') {
          outputs.set(key, { data: tensor.data as Float32Array, dims: tensor.dims });
        }
      }
      return outputs;
    },
    release: () => session.release(),
  };
}
