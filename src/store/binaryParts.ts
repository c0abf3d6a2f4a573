/** Rows as JSON with their binary parts beside them, and back. */

const ARRAYS = {
  Float32Array,
  Float64Array,
  Int32Array,
  Uint8Array,
  Uint16Array,
  Uint32Array,
} as const;

/** A binary part as a file. */
export interface BinaryFile {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Where a value's binary part lies instead of in the JSON. */
export interface BinaryRef {
  readonly $file: string;
  readonly as: 'bytes' | 'blob' | 'array';
  /** MIME type of a blob, name of a typed array. */
  readonly type: string;
}

/** Binary parts found so far and not yet written; `count` numbers them. */
export interface BinaryParts {
  readonly files: BinaryFile[];
  count: number;
}

/**
 * A copy of `value` with its binary parts replaced by references to files added to `into`.
 * @param path the file of the first part where it has a folder, else where the parts' folder is
 */
export async function withoutBinary(
  value: unknown,
  path: string,
  into: BinaryParts,
): Promise<unknown> {
  const binary = await binaryOf(value);
  if (binary) {
    const file = path.includes('/') && into.count === 0 ? path : `${path}.files/${into.count}`;
    into.count += 1;
    into.files.push({ path: file, bytes: binary.bytes });
    return { $file: file, as: binary.as, type: binary.type } satisfies BinaryRef;
  }
  if (Array.isArray(value)) {
    const out: unknown[] = [];
    for (const item of value) out.push(await withoutBinary(item, path, into));
    return out;
  }
  if (typeof value !== 'object' || value === null) return value;
  const out: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    out[name] = await withoutBinary(item, path, into);
  }
  return out;
}

async function binaryOf(value: unknown) {
  if (value instanceof Blob) {
    const bytes = new Uint8Array(await value.arrayBuffer());
    return { bytes, as: 'blob', type: value.type } as const;
  }
  if (value instanceof ArrayBuffer) {
    return { bytes: new Uint8Array(value), as: 'bytes', type: '' } as const;
  }
  if (!ArrayBuffer.isView(value)) return null;
  const { buffer, byteOffset, byteLength } = value;
  const bytes = new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
  return { bytes, as: 'array', type: value.constructor.name } as const;
}

/** The inverse of `withoutBinary`. @param read gives a file's bytes, or throws */
export async function withBinary(
  value: unknown,
  read: (file: string) => Promise<Uint8Array<ArrayBuffer>>,
): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map((item) => withBinary(item, read)));
  if (typeof value !== 'object' || value === null) return value;
  const ref = value as Partial<BinaryRef>;
  if (typeof ref.$file === 'string') return binaryFrom(ref, await read(ref.$file));
  const entries: [string, unknown][] = [];
  for (const [name, item] of Object.entries(value)) {
    entries.push([name, await withBinary(item, read)]);
  }
  return Object.fromEntries(entries);
}

function binaryFrom({ as, type = '' }: Partial<BinaryRef>, bytes: Uint8Array<ArrayBuffer>) {
  if (as === 'blob') return new Blob([bytes], { type });
  // Bytes of a zip may stand inside a larger buffer, and at an odd place.
  const { buffer } = bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
  if (as !== 'array' || !Object.hasOwn(ARRAYS, type)) return buffer;
  const Kind = ARRAYS[type as keyof typeof ARRAYS];
  return new Kind(buffer, 0, Math.floor(bytes.byteLength / Kind.BYTES_PER_ELEMENT));
}
