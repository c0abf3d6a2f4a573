/**
 * A small reader of ONNX files: metadata, input and output shapes, and named initializers, which
 * onnxruntime-web does not give out. Understands only the protobuf fields it needs and copies no
 * weights.
 */

import { halfToFloat } from './halves.ts';
import { decodeUtf8 } from './platform.ts';

/** An axis: a fixed length, or the name of a free one ('' when unnamed). */
export type OnnxAxis = number | string;

export interface OnnxValue {
  readonly name: string;
  /** ONNX's number of the element type: 1 float32, 2 uint8, 10 float16. */
  readonly type: number;
  readonly shape: readonly OnnxAxis[];
}

export interface OnnxFile {
  /** Version of the file format, and of the standard operators; 0 where the file does not say. */
  readonly irVersion: number;
  readonly opset: number;
  /** Files beside this one that hold weights: none in a whole model. */
  readonly externalData: readonly string[];
  readonly metadata: ReadonlyMap<string, string>;
  /** Inputs to feed: graph inputs that are not initializers. */
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  /** @returns the values of a float32 or float16 initializer as float32, or null if there is none. */
  initializer(
    name: string,
  ): { readonly shape: readonly number[]; readonly values: Float32Array } | null;
}

/** Thrown for bytes that are no ONNX model. */
export class OnnxFormatError extends Error {
  override name = 'OnnxFormatError';
}

const FLOAT = 1;
const FLOAT16 = 10;

/** Every exporter writes the version first. */
const FIRST_BYTE = 0x08;

/** Reads the structure of a model. @throws OnnxFormatError */
export function readOnnxFile(bytes: Uint8Array): OnnxFile {
  try {
    return read(bytes);
  } catch (error) {
    // Of something else it would be misleading to say that it is cut short.
    if (bytes[0] === FIRST_BYTE) throw error;
    throw new OnnxFormatError('The file is not an ONNX model. Export the model as ONNX.', {
      cause: error,
    });
  }
}

function read(bytes: Uint8Array): OnnxFile {
  const metadata = new Map<string, string>();
  const inputs: OnnxValue[] = [];
  const outputs: OnnxValue[] = [];
  const tensors = new Map<string, Uint8Array>();
  let graph: Uint8Array | null = null;
  let irVersion = 0;
  let opset = 0;
  const externalData = new Set<string>();

  for (const { field, value } of fields(bytes)) {
    if (field === 7 && value instanceof Uint8Array) graph = value;
    else if (field === 1 && typeof value === 'number') irVersion = value;
    else if (field === 8 && value instanceof Uint8Array) {
      if (['', 'ai.onnx'].includes(stringField(value, 1))) opset = numberField(value, 2);
    } else if (field === 14 && value instanceof Uint8Array) {
      const [key, text] = [stringField(value, 1), stringField(value, 2)];
      metadata.set(key, text);
    }
  }
  if (!graph) throw new OnnxFormatError('The file is not an ONNX model: it has no graph.');
  for (const { field, value } of fields(graph)) {
    if (!(value instanceof Uint8Array)) continue;
    if (field === 5) {
      tensors.set(stringField(value, 8), value);
      const file = externalFile(value);
      if (file !== null) externalData.add(file);
    } else if (field === 11) inputs.push(valueInfo(value));
    else if (field === 12) outputs.push(valueInfo(value));
  }
  if (outputs.length === 0) throw new OnnxFormatError('The ONNX model has no output.');
  return {
    irVersion,
    opset,
    externalData: [...externalData],
    metadata,
    inputs: inputs.filter((input) => !tensors.has(input.name)),
    outputs,
    initializer(name) {
      const tensor = tensors.get(name);
      return tensor ? readTensor(tensor) : null;
    },
  };
}

interface Field {
  readonly field: number;
  /** Varints as numbers (exact up to 2^53), everything else as its bytes. */
  readonly value: number | Uint8Array;
}

/** Walks one protobuf message. */
function* fields(bytes: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    let factor = 1;
    for (let i = 0; i < 10; i++) {
      const byte = bytes[at++];
      if (byte === undefined) break;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 128;
    }
    throw new OnnxFormatError('The file is not an ONNX model, or it is cut short.');
  };
  while (at < bytes.length) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    const wire = tag % 8;
    if (wire === 0) {
      yield { field, value: varint() };
      continue;
    }
    const length = { 1: 8, 2: -1, 5: 4 }[wire];
    if (field === 0 || length === undefined) {
      throw new OnnxFormatError('The file is not an ONNX model.');
    }
    const size = length < 0 ? varint() : length;
    if (at + size > bytes.length) throw new OnnxFormatError('The ONNX model is cut short.');
    yield { field, value: bytes.subarray(at, at + size) };
    at += size;
  }
}

function stringField(message: Uint8Array, wanted: number): string {
  for (const { field, value } of fields(message)) {
    if (field === wanted && value instanceof Uint8Array) return decodeUtf8(value);
  }
  return '';
}

function numberField(message: Uint8Array, wanted: number): number {
  for (const { field, value } of fields(message)) {
    if (field === wanted && typeof value === 'number') return value;
  }
  return 0;
}

/** The file a tensor's numbers lie in, or null where they are here. */
function externalFile(tensor: Uint8Array): string | null {
  if (numberField(tensor, 14) !== 1) return null;
  for (const { field, value } of fields(tensor)) {
    if (field === 13 && value instanceof Uint8Array && stringField(value, 1) === 'location') {
      return stringField(value, 2);
    }
  }
  return '';
}

function messageField(message: Uint8Array, wanted: number): Uint8Array {
  for (const { field, value } of fields(message)) {
    if (field === wanted && value instanceof Uint8Array) return value;
  }
  return new Uint8Array();
}

function valueInfo(message: Uint8Array): OnnxValue {
  const shape: OnnxAxis[] = [];
  const tensorType = messageField(messageField(message, 2), 1);
  for (const { field, value } of fields(messageField(tensorType, 2))) {
    if (field !== 1 || !(value instanceof Uint8Array)) continue;
    let axis: OnnxAxis = '';
    for (const dim of fields(value)) {
      if (dim.field === 1 && typeof dim.value === 'number') axis = dim.value;
      else if (dim.field === 2 && dim.value instanceof Uint8Array) {
        axis = decodeUtf8(dim.value);
      }
    }
    shape.push(axis);
  }
  return { name: stringField(message, 1), type: numberField(tensorType, 1), shape };
}

function readTensor(message: Uint8Array): { shape: number[]; values: Float32Array } {
  const shape: number[] = [];
  let type = 0;
  let raw = new Uint8Array();
  for (const { field, value } of fields(message)) {
    if (field === 1) {
      if (typeof value === 'number') shape.push(value);
      else shape.push(...packedVarints(value));
    } else if (field === 2 && typeof value === 'number') type = value;
    else if ((field === 4 || field === 9) && value instanceof Uint8Array) {
      raw = new Uint8Array(value); // copied: the source need not be aligned
    }
  }
  const count = shape.reduce((product, length) => product * length, 1);
  const view = new DataView(raw.buffer);
  const width = type === FLOAT ? 4 : 2;
  if ((type !== FLOAT && type !== FLOAT16) || raw.length !== count * width) {
    throw new OnnxFormatError('An initializer is neither float32 nor float16, or is cut short.');
  }
  const values = Float32Array.from({ length: count }, (_, i) =>
    type === FLOAT ? view.getFloat32(i * 4, true) : halfToFloat(view.getUint16(i * 2, true)),
  );
  return { shape, values };
}

function packedVarints(bytes: Uint8Array): number[] {
  const out: number[] = [];
  let value = 0;
  let factor = 1;
  for (const byte of bytes) {
    value += (byte & 0x7f) * factor;
    factor *= 128;
    if (byte < 0x80) {
      out.push(value);
      value = 0;
      factor = 1;
    }
  }
  return out;
}
