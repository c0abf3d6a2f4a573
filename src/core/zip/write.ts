/**
 * Zips that can be read as a stream: every local header says size and CRC at once, so that readers
 * which never see the directory (Java's ZipInputStream, bsdtar, a pipe) read all files. Files are
 * stored, not packed: photos are packed already. Sizes above 4 GB are not meant for one file, but for
 * the whole.
 */
import { crc32 } from './crc32.ts';
import { CENTRAL, END, LOCAL, U16, U32, ZIP64_END, ZIP64_LOCATOR } from './signatures.ts';

/** Names are UTF-8. */
const FLAGS = 0x0800;
/** 1 January 1980, the earliest a zip can hold: the same files are always the same bytes. */
const DATE = 0x0021;

/** A file that was written, as the directory needs it. */
export interface WrittenEntry {
  readonly name: Uint8Array;
  readonly crc: number;
  readonly bytes: number;
  /** Where its local header begins. */
  readonly offset: number;
}

/** The entry and its local header, to be followed by the bytes themselves. @param name in UTF-8 */
export function beginEntry(
  name: Uint8Array,
  content: Uint8Array,
  offset: number,
): { readonly entry: WrittenEntry; readonly header: Uint8Array<ArrayBuffer> } {
  const entry = { name, crc: crc32(content), bytes: content.length, offset };
  const header = new Uint8Array(30 + name.length);
  const view = new DataView(header.buffer);
  view.setUint32(0, LOCAL, true);
  view.setUint16(4, 20, true);
  view.setUint16(6, FLAGS, true);
  view.setUint16(12, DATE, true);
  view.setUint32(14, entry.crc, true);
  view.setUint32(18, entry.bytes, true);
  view.setUint32(22, entry.bytes, true);
  view.setUint16(26, name.length, true);
  header.set(name, 30);
  return { entry, header };
}

/** The directory's record of one entry; offsets beyond 4 GB go into a zip64 field. */
export function centralRecord({ name, crc, bytes, offset }: WrittenEntry): Uint8Array<ArrayBuffer> {
  const far = offset >= U32;
  const record = new Uint8Array(46 + name.length + (far ? 12 : 0));
  const view = new DataView(record.buffer);
  view.setUint32(0, CENTRAL, true);
  view.setUint16(4, far ? 45 : 20, true);
  view.setUint16(6, far ? 45 : 20, true);
  view.setUint16(8, FLAGS, true);
  view.setUint16(14, DATE, true);
  view.setUint32(16, crc, true);
  view.setUint32(20, bytes, true);
  view.setUint32(24, bytes, true);
  view.setUint16(28, name.length, true);
  view.setUint16(30, far ? 12 : 0, true);
  view.setUint32(42, far ? U32 : offset, true);
  record.set(name, 46);
  if (far) {
    view.setUint16(46 + name.length, 1, true);
    view.setUint16(48 + name.length, 8, true);
    view.setBigUint64(50 + name.length, BigInt(offset), true);
  }
  return record;
}

/** What ends a zip: the zip64 records where counts or offsets need them, then the end record. */
export function endRecords(
  entries: number,
  start: number,
  length: number,
): Uint8Array<ArrayBuffer> {
  const large = entries >= U16 || start >= U32 || length >= U32;
  const end = new Uint8Array((large ? 76 : 0) + 22);
  const view = new DataView(end.buffer);
  if (large) {
    view.setUint32(0, ZIP64_END, true);
    view.setBigUint64(4, 44n, true);
    view.setUint32(12, 0x002d002d, true);
    view.setBigUint64(24, BigInt(entries), true);
    view.setBigUint64(32, BigInt(entries), true);
    view.setBigUint64(40, BigInt(length), true);
    view.setBigUint64(48, BigInt(start), true);
    view.setUint32(56, ZIP64_LOCATOR, true);
    view.setBigUint64(64, BigInt(start + length), true);
    view.setUint32(72, 1, true);
  }
  const at = end.length - 22;
  view.setUint32(at, END, true);
  view.setUint16(at + 8, Math.min(entries, U16), true);
  view.setUint16(at + 10, Math.min(entries, U16), true);
  view.setUint32(at + 12, Math.min(length, U32), true);
  view.setUint32(at + 16, Math.min(start, U32), true);
  return end;
}
