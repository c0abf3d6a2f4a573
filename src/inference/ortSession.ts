/** Sessions by onnxruntime's JavaScript interface, which its packages for the web and for Node share. */
import { fromHalves, toHalves } from './halves.ts';
import type { Session, Tensor } from './runtime.ts';

/** The part of the interface that is used. */
export interface Ort {
  readonly InferenceSession: {
    create(bytes: Uint8Array, options: object): Promise<OrtSession>;
  };
  readonly Tensor: new (
    type: InputType,
    data: Float32Array | Uint16Array | Uint8Array,
    dims: readonly number[],
  ) => unknown;
}

/** What models take: ours float32, exports in half precision float16, fast-plate-ocr bytes. */
type InputType = 'float32' | 'float16' | 'uint8';

interface OrtSession {
  readonly inputNames: readonly string[];
  readonly inputMetadata?: readonly { readonly name: string; readonly type?: string }[];
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
  const type = inputType(session.inputMetadata?.[0]?.type);
  return {
    async run({ data, dims }) {
      const results = await session.run({ [name]: new ort.Tensor(type, fed(data, type), dims) });
      const outputs = new Map<string, Tensor>();
      for (const [key, tensor] of Object.entries(results)) {
        if (tensor.type === 'float32') {
          outputs.set(key, { data: tensor.data as Float32Array, dims: tensor.dims });
        } else if (tensor.type === 'float16') {
          outputs.set(key, { data: fromHalves(tensor.data as Uint16Array), dims: tensor.dims });
        }
      }
      return outputs;
    },
    release: () => session.release(),
  };
}

/** @throws for a model that takes something else than numbers of a picture */
function inputType(type = 'float32'): InputType {
  if (type === 'float32' || type === 'float16' || type === 'uint8') return type;
  throw new Error(`its input is of ${type}, not float32, float16 or uint8`);
}

/** Numbers as the model takes them; for bytes 0 to 255 are given. */
function fed(data: Float32Array, type: InputType): Float32Array | Uint16Array | Uint8Array {
  if (type === 'float16') return toHalves(data);
  return type === 'uint8' ? Uint8Array.from(data, (value) => Math.round(value)) : data;
}
