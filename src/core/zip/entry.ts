/** Unpacking one entry: its local header is compared with the directory, its real bytes are counted. */
import { Bytes } from '../image/bytes.ts';
import { crc32 } from './crc32.ts';
import type { ByteSource, ZipEntry } from './directory.ts';
import { entryName } from './names.ts';
import { LOCAL } from './signatures.ts';
import { ZipError } from './zipError.ts';

/** A streaming raw-deflate decoder; passed in, because core holds none. */
export interface Inflater {
  /** Decodes more bytes and returns what came out. @throws on broken data */
  push(chunk: Uint8Array, final: boolean): Uint8Array[];
}

/**
 * Deflate packs at most 1:1032, so one chunk grows to some 16 MB at worst: that bounds the memory
 * a bomb can take before it is noticed.
 */
const PACKED_CHUNK = 16 * 1024;
const STORED_CHUNK = 1024 * 1024;

/**
 * The unpacked bytes, piece by piece. Ends only after length and CRC were found right.
 * @throws ZipError as soon as more bytes come than promised, or when anything disagrees.
 */
export async function* readEntry(
  source: ByteSource,
  entry: ZipEntry,
  makeInflater: () => Inflater,
): AsyncGenerator<Uint8Array, void> {
  const start = await dataStart(source, entry);
  const end = start + entry.packedBytes;
  const damaged = (what: string) =>
    new ZipError('damaged', `${JSON.stringify(entry.name)} ${what}`);
  const inflater = entry.method === 8 ? makeInflater() : null;
  let count = 0;
  let crc = 0;
  const step = inflater ? PACKED_CHUNK : STORED_CHUNK;
  for (let at = start; at < end; at += step) {
    const chunk = await source.read(at, Math.min(end, at + step));
    let pieces = [chunk];
    if (inflater) {
      try {
        pieces = inflater.push(chunk, at + step >= end);
      } catch {
        throw damaged('cannot be unpacked');
      }
    }
    for (const piece of pieces) {
      count += piece.length;
      if (count > entry.bytes) {
        throw new ZipError('hostile', `${JSON.stringify(entry.name)} holds more than it says`);
      }
      crc = crc32(piece, crc);
      yield piece;
    }
  }
  if (count !== entry.bytes) throw damaged('is shorter than it says');
  if (crc !== entry.crc32) throw damaged('does not match its checksum');
}

/** All of an entry at once. @throws ZipError also when it is larger than `maxBytes` */
export async function readWhole(
  source: ByteSource,
  entry: ZipEntry,
  makeInflater: () => Inflater,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (entry.bytes > maxBytes) {
    throw new ZipError(
      'limit',
      `${JSON.stringify(entry.name)} has ${entry.bytes} bytes, and the limit here is ${maxBytes}`,
    );
  }
  const whole = new Uint8Array(entry.bytes);
  let at = 0;
  for await (const piece of readEntry(source, entry, makeInflater)) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Where the data begins, once the local header has been found to say the same as the directory. */
async function dataStart(source: ByteSource, entry: ZipEntry): Promise<number> {
  const differs = (what: string) =>
    new ZipError('hostile', `${JSON.stringify(entry.name)} has two different ${what}`);
  const head = new Bytes(await source.read(entry.offset, entry.offset + 30), true);
  if (!head.has(0, 30) || head.u32(0) !== LOCAL) {
    throw new ZipError('damaged', `the header of ${JSON.stringify(entry.name)} is missing`);
  }
  const nameEnd = entry.offset + 30 + head.u16(26);
  const start = nameEnd + head.u16(28);
  if (start + entry.packedBytes > source.size) throw differs('sizes');
  const name = await source.read(entry.offset + 30, nameEnd);
  if (entryName(name) !== entry.name) throw differs('names');
  if (head.u16(8) !== entry.method) throw differs('methods');
  const described = (head.u16(6) & 8) !== 0; // sizes follow the data instead
  if (!described) {
    const same = (value: number, expected: number) => value === expected || value === 0xffffffff;
    if (!same(head.u32(18), entry.packedBytes) || !same(head.u32(22), entry.bytes)) {
      throw differs('sizes');
    }
    if (head.u32(14) !== entry.crc32) throw differs('checksums');
  }
  return start;
}
