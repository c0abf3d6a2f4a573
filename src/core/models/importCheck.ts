/** What can be said of an ONNX file before it runs: whether this runtime takes it, and what it may be. */
import { LayoutError } from './detectorLayout.ts';

/** Larger files are refused unread: a browser tab would hold them three times over. */
export const MOST_BYTES = 200 * 1024 * 1024;
/** What onnxruntime-web 1.30 reads. */
const IR_VERSION = 13;
const OPSET = 26;

export interface OnnxFacts {
  readonly irVersion: number;
  readonly opset: number;
  readonly externalData: readonly string[];
  readonly inputs: readonly { readonly shape: readonly (number | string)[] }[];
}

/** @throws LayoutError for a file that is too large to be read here */
export function ensureSize(bytes: number): void {
  if (bytes > MOST_BYTES) {
    throw new LayoutError(
      `The file has ${Math.round(bytes / 1024 / 1024)} MB; up to 200 MB run in a browser. Export a smaller model, or its weights in half precision.`,
    );
  }
  if (bytes === 0) throw new LayoutError('The file is empty. Export the model once more.');
}

/** @throws LayoutError for a file that this runtime cannot take, with what would make it so */
export function ensureRunnable({ irVersion, opset, externalData, inputs }: OnnxFacts): void {
  if (externalData.length > 0) {
    throw new LayoutError(
      'Its weights are in a second file. Export it as one file: torch.onnx.export(…, external_data=False), or onnx.save(model, path, save_as_external_data=False).',
    );
  }
  if (irVersion > IR_VERSION || opset > OPSET) {
    throw new LayoutError(
      `It was saved for a newer runtime (file version ${irVersion}, operators ${opset}; up to ${IR_VERSION} and ${OPSET} run here). Save it with ir_version 10 and opset 20.`,
    );
  }
  const input = inputs[0];
  if (input?.shape.length !== 4) {
    throw new LayoutError(
      `It takes no picture: its first input has ${input ? input.shape.length : 'no'} axes instead of four (batch, channels, height, width).`,
    );
  }
}

/** The runtime's words for a failed start, as a sentence. @param reason what it said */
export function startSentence(reason: string): string {
  const missing =
    /implementation for (?:the node |)?\S*?([A-Z][A-Za-z]+)\(\d+\)|op_type[:\s]+"?(\w+)|(\w+)\(\d+\) is not a registered/.exec(
      reason,
    );
  const operator = missing?.[1] ?? missing?.[2] ?? missing?.[3];
  if (operator) {
    return `It uses the operator ${operator}, which this runtime does not have. Export it with standard ONNX operators (opset 20 or lower).`;
  }
  if (/cycl|not acyclic|topological/i.test(reason)) {
    return 'Its graph runs in a circle, so it can never answer. Export the model once more.';
  }
  if (/alloc|memory|out of range|overflow/i.test(reason)) {
    return 'It asks for more memory than there is. Export it with a smaller input, or a smaller model.';
  }
  return 'The runtime refuses it; the file is damaged or holds something unusual. Export it once more, with standard operators and one file.';
}
