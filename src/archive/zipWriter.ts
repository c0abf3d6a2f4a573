/** Writing zips: fixed timestamps, files in the order given, every file hashed on the way. */
import { makeZip } from 'client-zip';
import type { ManifestFile } from '../core/dataset/manifest.ts';
import { sha256Hex } from '../store/hash.ts';
import type { Job } from './job.ts';
import type { Sink } from './sink.ts';

export interface OutFile {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The earliest time a zip can hold; its fields are local, so every time zone writes the same. */
const FIXED_TIME = new Date(1980, 0, 1);
const MOST_ENTRIES_ZIP32 = 0xffff;
const EOCD_BYTES = 22;

export function textFile(path: string, text: string): OutFile {
  return { path, bytes: new TextEncoder().encode(text) };
}

/**
 * Streams files into the sink. `manifest` is asked last, with the hashes of all files before it.
 * @returns bytes and files written. @throws the signal's reason, with the sink aborted
 */
export async function writeZip(
  files: AsyncIterable<OutFile>,
  manifest: (written: readonly ManifestFile[]) => OutFile,
  sink: Sink,
  { signal }: Pick<Job, 'signal'>,
): Promise<{ bytes: number; files: number }> {
  const written: ManifestFile[] = [];
  async function* entries() {
    for await (const file of files) {
      signal.throwIfAborted();
      const { path, bytes } = file;
      written.push({ path, bytes: bytes.length, sha256: await sha256Hex(bytes) });
      yield { name: path, input: bytes, lastModified: FIXED_TIME };
    }
    const last = manifest(written);
    yield { name: last.path, input: last.bytes, lastModified: FIXED_TIME };
  }
  let bytes = 0;
  try {
    const reader = makeZip(entries(), { buffersAreUTF8: true }).getReader();
    let tail: Uint8Array<ArrayBuffer> | null = null;
    const put = async (chunk: Uint8Array<ArrayBuffer>) => {
      await sink.write(chunk);
      bytes += chunk.length;
    };
    for (;;) {
      signal.throwIfAborted();
      const { value, done } = await reader.read();
      if (done) break;
      if (tail) await put(tail);
      tail = value as Uint8Array<ArrayBuffer>;
    }
    if (tail) await put(withZip64(tail, written.length + 1, bytes));
  } catch (error) {
    await sink.abort().catch(() => undefined);
    throw error;
  }
  return { bytes, files: written.length + 1 };
}

/**
 * client-zip writes zip64 for archives above 4 GB, but not for more than 65,535 entries below
 * that: the record that holds the true count is put before its end record here.
 */
function withZip64(
  end: Uint8Array<ArrayBuffer>,
  entries: number,
  at: number,
): Uint8Array<ArrayBuffer> {
  const old = new DataView(end.buffer, end.byteOffset, end.byteLength);
  const offset = old.getUint32(end.length - 6, true);
  if (entries < MOST_ENTRIES_ZIP32 || end.length !== EOCD_BYTES || offset === 0xffffffff)
    return end;
  const out = new Uint8Array(76 + EOCD_BYTES);
  const view = new DataView(out.buffer);
  view.setUint32(0, 0x06064b50, true);
  view.setBigUint64(4, 44n, true);
  view.setUint32(12, 0x002d002d, true);
  view.setBigUint64(24, BigInt(entries), true);
  view.setBigUint64(32, BigInt(entries), true);
  view.setBigUint64(40, BigInt(old.getUint32(12, true)), true);
  view.setBigUint64(48, BigInt(offset), true);
  view.setUint32(56, 0x07064b50, true);
  view.setBigUint64(64, BigInt(at), true);
  view.setUint32(72, 1, true);
  out.set(end, 76);
  view.setUint16(76 + 8, 0xffff, true);
  view.setUint16(76 + 10, 0xffff, true);
  return out;
}
