/**
 * The list of a zip's entries, from its central directory. Nothing here trusts the file: offsets,
 * counts, sizes and names are checked before they are used.
 */
import { Bytes } from '../image/bytes.ts';
import { ensureSafeName, entryName } from './names.ts';
import { CENTRAL, END, U16, U32, ZIP64_END, ZIP64_LOCATOR } from './signatures.ts';
import { ZipError } from './zipError.ts';

/** Random access to a file's bytes, e.g. a Blob's. */
export interface ByteSource {
  readonly size: number;
  /** Bytes from `start` up to, not including, `end`. */
  read(start: number, end: number): Promise<Uint8Array>;
}

export interface ZipEntry {
  readonly name: string;
  readonly isFolder: boolean;
  /** 0 stored, 8 deflated. */
  readonly method: 0 | 8;
  readonly crc32: number;
  /** Bytes in the file, and bytes promised once unpacked. */
  readonly packedBytes: number;
  readonly bytes: number;
  /** Where the local header begins. */
  readonly offset: number;
}

/** How much we agree to unpack. */
export interface ZipLimits {
  readonly entries: number;
  /** Of one entry, and of all, unpacked. */
  readonly entryBytes: number;
  readonly totalBytes: number;
  /** Unpacked over packed; photos are near 1, text under 30. */
  readonly ratio: number;
}

const GB = 1024 ** 3;
export const DEFAULT_LIMITS: ZipLimits = {
  entries: 200_000,
  entryBytes: 2 * GB,
  totalBytes: 256 * GB,
  ratio: 250,
};

const END_BYTES = 22;
const MAX_COMMENT = U16;
const MAX_DIRECTORY_BYTES = 128 * 1024 ** 2;
/** Small entries may be all zeros; the ratio is judged from here on. */
const RATIO_FROM_BYTES = 1024 ** 2;

/** All entries of a zip, in the order of its directory. @throws ZipError */
export async function readDirectory(
  source: ByteSource,
  limits: ZipLimits = DEFAULT_LIMITS,
): Promise<ZipEntry[]> {
  const { start, end, count } = await locateDirectory(source);
  if (count > limits.entries) {
    throw new ZipError('limit', `it has ${count} entries, and the limit is ${limits.entries}`);
  }
  if (start > end || end > source.size)
    throw new ZipError('damaged', 'its directory lies outside it');
  if (end - start > MAX_DIRECTORY_BYTES) throw new ZipError('limit', 'its directory is too large');
  const bytes = new Bytes(await source.read(start, end), true);
  const entries: ZipEntry[] = [];
  let at = 0;
  // Some writers stop counting at 65,535 without zip64; the directory's length is right there.
  const uncounted = count === U16;
  for (let i = 0; uncounted ? at < bytes.length : i < count; i++) {
    if (i >= limits.entries) throw new ZipError('limit', `it has over ${limits.entries} entries`);
    if (!bytes.has(at, 46) || bytes.u32(at) !== CENTRAL) {
      throw new ZipError('damaged', 'its directory is cut short or altered');
    }
    const length = 46 + bytes.u16(at + 28) + bytes.u16(at + 30) + bytes.u16(at + 32);
    if (!bytes.has(at, length)) throw new ZipError('damaged', 'its directory is cut short');
    entries.push(readCentral(bytes, at, start));
    at += length;
  }
  if (at !== bytes.length) throw new ZipError('damaged', 'its directory holds more than it says');
  ensureWithin(entries, limits);
  ensureDistinct(entries);
  ensureDisjoint(entries);
  return entries;
}

/** Where the directory lies. The record at the end may be followed by a comment. */
async function locateDirectory(source: ByteSource) {
  const tailStart = Math.max(0, source.size - END_BYTES - MAX_COMMENT);
  const tail = new Bytes(await source.read(tailStart, source.size), true);
  let at = tail.length - END_BYTES;
  while (at >= 0) {
    if (tail.u32(at) === END && at + END_BYTES + tail.u16(at + 20) === tail.length) break;
    at--;
  }
  if (at < 0) throw new ZipError('damaged', 'it is no zip, or its end is missing');
  let count = tail.u16(at + 10);
  let length = tail.u32(at + 12);
  let start = tail.u32(at + 16);
  let end = tailStart + at;
  if (tail.u16(at + 4) === U16 || count === U16 || length === U32 || start === U32) {
    const zip64 = await readZip64(source, tailStart + at);
    if (zip64) ({ count, length, start, end } = zip64);
  } else if (tail.u16(at + 4) !== 0 || tail.u16(at + 8) !== count) {
    throw new ZipError('unsupported', 'it is split over several files');
  }
  // The directory must stand right before its end record: a gap hides a second directory.
  if (start + length !== end) {
    const real = end - length;
    const isShifted = real > start && (await isDirectory(source, real));
    if (!isShifted) throw new ZipError('damaged', 'its directory is not where it says');
    throw new ZipError(
      'unsupported',
      `${real - start} bytes stand in front of it, as in one that unpacks itself; unpack it and choose the folder`,
    );
  }
  return { start, end, count };
}

const isDirectory = async (source: ByteSource, at: number): Promise<boolean> =>
  new Bytes(await source.read(at, at + 4), true).u32(0) === CENTRAL;

async function readZip64(source: ByteSource, eocd: number) {
  if (eocd < 20) return null;
  const locator = new Bytes(await source.read(eocd - 20, eocd), true);
  if (locator.u32(0) !== ZIP64_LOCATOR) return null;
  const at = u64(locator, 8);
  if (at + 56 > eocd - 20) throw new ZipError('damaged', 'its zip64 record lies outside it');
  const record = new Bytes(await source.read(at, at + 56), true);
  if (record.u32(0) !== ZIP64_END) throw new ZipError('damaged', 'its zip64 record is altered');
  if (u64(record, 24) !== u64(record, 32)) {
    throw new ZipError('unsupported', 'it is split over several files');
  }
  return { count: u64(record, 32), length: u64(record, 40), start: u64(record, 48), end: at };
}

function readCentral(bytes: Bytes, at: number, dataEnd: number): ZipEntry {
  const nameLength = bytes.u16(at + 28);
  const name = entryName(bytes.data.subarray(at + 46, at + 46 + nameLength));
  ensureSafeName(name);
  const named = JSON.stringify(name.slice(0, 80));
  const mode = bytes.u32(at + 38) >>> 16;
  const kind = mode & 0o170000;
  if (kind !== 0 && kind !== 0o100000 && kind !== 0o040000) {
    throw new ZipError('hostile', `the entry ${named} is a link or a device`);
  }
  if (bytes.u16(at + 8) & 0x2041)
    throw new ZipError('unsupported', `the entry ${named} is encrypted`);
  const method = bytes.u16(at + 10);
  if (method !== 0 && method !== 8) {
    throw new ZipError('unsupported', `the entry ${named} is packed by method ${method}`);
  }
  const extra = zip64Extra(bytes, at + 46 + nameLength, bytes.u16(at + 30), [
    bytes.u32(at + 24),
    bytes.u32(at + 20),
    bytes.u32(at + 42),
  ]);
  const [size, packedBytes, offset] = extra;
  if (offset + 30 + packedBytes > dataEnd) {
    throw new ZipError('damaged', `the entry ${named} lies outside the file`);
  }
  if (method === 0 && size !== packedBytes) {
    throw new ZipError('damaged', `the entry ${named} has two sizes`);
  }
  const isFolder = name.endsWith('/');
  if (isFolder && size > 0) throw new ZipError('hostile', `the folder ${named} has content`);
  return { name, isFolder, method, crc32: bytes.u32(at + 16), packedBytes, bytes: size, offset };
}

/** Size, packed size and offset, with the 64-bit values of the extra field where they overflow. */
function zip64Extra(
  bytes: Bytes,
  from: number,
  length: number,
  values: [number, number, number],
): [number, number, number] {
  if (!values.includes(U32)) return values;
  for (let at = from; at + 4 <= from + length; at += 4 + bytes.u16(at + 2)) {
    if (bytes.u16(at) !== 1) continue;
    const end = Math.min(at + 4 + bytes.u16(at + 2), from + length);
    let next = at + 4;
    return values.map((value) => {
      if (value !== U32) return value;
      if (next + 8 > end) throw new ZipError('damaged', 'a zip64 field is cut short');
      next += 8;
      return u64(bytes, next - 8);
    }) as [number, number, number];
  }
  return values;
}

function u64(bytes: Bytes, at: number): number {
  const value = bytes.u32(at + 4) * 2 ** 32 + bytes.u32(at);
  if (!Number.isSafeInteger(value)) throw new ZipError('damaged', 'a size in it makes no sense');
  return value;
}

function ensureWithin(entries: readonly ZipEntry[], limits: ZipLimits): void {
  let total = 0;
  for (const { name, bytes, packedBytes } of entries) {
    total += bytes;
    const named = JSON.stringify(name.slice(0, 80));
    if (bytes > limits.entryBytes) {
      throw new ZipError('limit', `the entry ${named} would unpack to ${bytes} bytes`);
    }
    if (bytes > RATIO_FROM_BYTES && bytes > limits.ratio * packedBytes) {
      throw new ZipError(
        'hostile',
        `the entry ${named} unpacks to over ${limits.ratio} times its size`,
      );
    }
  }
  if (total > limits.totalBytes) {
    throw new ZipError('limit', `it would unpack to ${total} bytes`);
  }
}

/** Equal names, also where a file system ignores case or composes accents, would overwrite each other. */
function ensureDistinct(entries: readonly ZipEntry[]): void {
  const seen = new Set<string>();
  for (const { name } of entries) {
    // Names that differ in case are two files: nothing here is unpacked to a disk.
    const key = name.replace(/\/$/, '').normalize('NFC');
    if (seen.has(key)) {
      throw new ZipError('hostile', `two entries are named ${JSON.stringify(name.slice(0, 80))}`);
    }
    seen.add(key);
  }
}

/** Entries that share bytes are how a small file unpacks to a huge one. */
function ensureDisjoint(entries: readonly ZipEntry[]): void {
  const sorted = [...entries].sort((a, b) => a.offset - b.offset);
  let end = 0;
  for (const entry of sorted) {
    if (entry.offset < end) throw new ZipError('hostile', 'entries in it overlap');
    end = entry.offset + 30 + entry.packedBytes;
  }
}
