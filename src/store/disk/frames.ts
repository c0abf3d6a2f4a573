/**
 * Records in the journal's file, one behind the other: length, CRC-32, bytes, then the next length,
 * which is 0 at the end. A record that was cut off by a kill fails its CRC, and ends the list.
 */
import { crc32 } from '../../core/zip/crc32.ts';

/** The room that is there from the start: writing into it needs none of the disk's. */
export const JOURNAL_BYTES = 4 * 1024 ** 2;
export const HEAD_BYTES = 8;

/** The record with its head, and the end behind it. */
export function frame(record: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(HEAD_BYTES + record.length + HEAD_BYTES);
  const view = new DataView(out.buffer);
  view.setUint32(0, record.length);
  view.setUint32(4, crc32(record));
  out.set(record, HEAD_BYTES);
  return out;
}

/** The record that begins at `at`, and where the next one does; null at the end. */
export function nextFrame(
  file: Uint8Array<ArrayBuffer>,
  at: number,
): { readonly record: Uint8Array<ArrayBuffer>; readonly end: number } | null {
  if (at + HEAD_BYTES > file.length) return null;
  const view = new DataView(file.buffer, file.byteOffset + at);
  const length = view.getUint32(0);
  const end = at + HEAD_BYTES + length;
  if (length === 0 || end > file.length) return null;
  const record = file.subarray(at + HEAD_BYTES, end);
  return crc32(record) === view.getUint32(4) ? { record, end } : null;
}
