/** Writes just enough protobuf to make ONNX files for tests. */

type Part = { readonly wire: 0 | 2; readonly data: number[] };

function raw(value: number): number[] {
  const out: number[] = [];
  let rest = value;
  do {
    out.push((rest % 128) | (rest >= 128 ? 128 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return out;
}

export const varint = (value: number): Part => ({ wire: 0, data: raw(value) });
export const bytes = (data: Uint8Array | number[]): Part => ({ wire: 2, data: Array.from(data) });
export const text = (value: string): Part => bytes(new TextEncoder().encode(value));
export const packed = (values: number[]): Part => bytes(values.flatMap(raw));

/** A message from field number, value, field number, value … */
export function message(...fields: (number | Part)[]): number[] {
  const out: number[] = [];
  for (let i = 0; i < fields.length; i += 2) {
    const part = fields[i + 1] as Part;
    out.push(...raw((fields[i] as number) * 8 + part.wire));
    if (part.wire === 2) out.push(...raw(part.data.length));
    out.push(...part.data);
  }
  return out;
}

export const axis = (length: number | string): number[] => {
  if (typeof length === 'number') return message(1, varint(length));
  return length === '' ? message() : message(2, text(length));
};

/** A graph input or output of float32. */
export function value(name: string, shape: (number | string)[]): number[] {
  const dims = shape.flatMap((length) => [1, bytes(axis(length))]);
  const type = message(1, bytes(message(1, varint(1), 2, bytes(message(...dims)))));
  return message(1, text(name), 2, bytes(type));
}

export function tensor(name: string, dims: number[], type: number, data: Uint8Array): number[] {
  const shape = dims.flatMap((length) => [1, varint(length)]);
  return message(...shape, 2, varint(type), 8, text(name), 9, bytes(data));
}

export function node(type: string, inputs: string[], outputs: string[]): number[] {
  const names = (field: number, list: string[]) => list.flatMap((name) => [field, text(name)]);
  return message(...names(1, inputs), ...names(2, outputs), 4, text(type));
}

export function model(parts: {
  nodes?: number[][];
  opset?: number;
  metadata?: Record<string, string>;
  inputs?: number[][];
  outputs?: number[][];
  initializers?: number[][];
}): Uint8Array {
  const list = (field: number, items: number[][] = []) => items.flatMap((m) => [field, bytes(m)]);
  const graph = message(
    ...list(1, parts.nodes),
    ...list(5, parts.initializers),
    ...list(11, parts.inputs),
    ...list(12, parts.outputs),
  );
  const metadata = Object.entries(parts.metadata ?? {}).map(([key, v]) =>
    message(1, text(key), 2, text(v)),
  );
  const opset = parts.opset ? list(8, [message(2, varint(parts.opset))]) : [];
  return Uint8Array.from(message(1, varint(8), 7, bytes(graph), ...opset, ...list(14, metadata)));
}
