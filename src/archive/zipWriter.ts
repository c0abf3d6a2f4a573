/** Writing zips: fixed timestamps, files in the order given, every file hashed on the way. */
import type { ManifestFile } from '../core/dataset/manifest.ts';
import { beginEntry, centralRecord, endRecords, type WrittenEntry } from '../core/zip/write.ts';
import { sha256Hex } from '../store/hash.ts';
import type { Job } from './job.ts';
import type { Sink } from './sink.ts';

export interface OutFile {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Their hash where it is known by now. */
  readonly sha256?: string;
}

/** Records of the directory are written some at a time, not each by itself. */
const DIRECTORY_CHUNK = 64 * 1024;

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
  const entries: WrittenEntry[] = [];
  let at = 0;
  const put = async (chunk: Uint8Array<ArrayBuffer>) => {
    signal.throwIfAborted();
    await sink.write(chunk);
    at += chunk.length;
  };
  const putFile = async ({ path, bytes }: OutFile) => {
    const { entry, header } = beginEntry(new TextEncoder().encode(path), bytes, at);
    entries.push(entry);
    await put(header);
    if (bytes.length > 0) await put(bytes);
  };
  try {
    for await (const file of files) {
      signal.throwIfAborted();
      const { path, bytes, sha256 = await sha256Hex(bytes) } = file;
      written.push({ path, bytes: bytes.length, sha256 });
      await putFile(file);
    }
    await putFile(manifest(written));
    const start = at;
    for (const chunk of chunked(entries.map(centralRecord))) await put(chunk);
    await put(endRecords(entries.length, start, at - start));
  } catch (error) {
    await sink.abort().catch(() => undefined);
    throw error;
  }
  return { bytes: at, files: entries.length };
}

function* chunked(records: readonly Uint8Array[]): Generator<Uint8Array<ArrayBuffer>> {
  let held: Uint8Array[] = [];
  let size = 0;
  const joined = () => {
    const chunk = new Uint8Array(size);
    let at = 0;
    for (const record of held) {
      chunk.set(record, at);
      at += record.length;
    }
    return chunk;
  };
  for (const record of records) {
    held.push(record);
    size += record.length;
    if (size < DIRECTORY_CHUNK) continue;
    yield joined();
    held = [];
    size = 0;
  }
  if (size > 0) yield joined();
}
