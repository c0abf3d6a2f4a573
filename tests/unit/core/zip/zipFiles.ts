/** Zips made by hand, byte by byte, so that every field can lie. */
import { deflateSync, Inflate } from 'fflate';
import { crc32 } from '../../../../src/core/zip/crc32.ts';
import type { ByteSource } from '../../../../src/core/zip/directory.ts';
import type { Inflater } from '../../../../src/core/zip/entry.ts';

export interface Part {
  readonly name: string | Uint8Array;
  readonly data?: Uint8Array;
  readonly packed?: Uint8Array;
  readonly method?: number;
  /** What the directory says, where it differs from the truth. */
  readonly bytes?: number;
  readonly flags?: number;
  readonly mode?: number;
  readonly localName?: string;
  readonly localBytes?: number;
  readonly offset?: number;
}

const encode = (name: string | Uint8Array) =>
  typeof name === 'string' ? new TextEncoder().encode(name) : name;

export function deflated(name: string, data: Uint8Array): Part {
  return { name, data, packed: deflateSync(data), method: 8 };
}

function record(size: number, fields: readonly (readonly [number, number, 2 | 4])[]): Uint8Array {
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  for (const [at, value, width] of fields) {
    if (width === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
  }
  return out;
}

export function makeZip(parts: readonly Part[], comment = ''): Uint8Array {
  const chunks: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  let at = 0;
  for (const part of parts) {
    const name = encode(part.name);
    const localName = encode(part.localName ?? part.name);
    const data = part.data ?? new Uint8Array();
    const packed = part.packed ?? data;
    const crc = crc32(data);
    const method = part.method ?? 0;
    const bytes = part.bytes ?? data.length;
    const head = record(30, [
      [0, 0x04034b50, 4],
      [4, 20, 2],
      [6, part.flags ?? 0x800, 2],
      [8, method, 2],
      [14, crc, 4],
      [18, packed.length, 4],
      [22, part.localBytes ?? bytes, 4],
      [26, localName.length, 2],
    ]);
    central.push(
      record(46, [
        [0, 0x02014b50, 4],
        [8, part.flags ?? 0x800, 2],
        [10, method, 2],
        [16, crc, 4],
        [20, packed.length, 4],
        [24, bytes, 4],
        [28, name.length, 2],
        [38, ((part.mode ?? 0) << 16) >>> 0, 4],
        [42, part.offset ?? at, 4],
      ]),
      name,
    );
    chunks.push(head, localName, packed);
    at += 30 + localName.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const note = encode(comment);
  const end = record(22, [
    [0, 0x06054b50, 4],
    [8, parts.length, 2],
    [10, parts.length, 2],
    [12, directory.length, 4],
    [16, at, 4],
    [20, note.length, 2],
  ]);
  return new Uint8Array(Buffer.concat([...chunks, directory, end, note]));
}

/** Bytes in memory as a source. */
export function sourceOf(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: async (start, end) => bytes.subarray(start, end) };
}

export function fflateInflater(): Inflater {
  let out: Uint8Array[] = [];
  const inflate = new Inflate((chunk) => out.push(chunk));
  return {
    push(chunk, final) {
      out = [];
      inflate.push(chunk, final);
      return out;
    },
  };
}
