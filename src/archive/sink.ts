/** Where a growing export is written, so that it never has to fit into memory. */
import type { ExportTarget } from '../rpc/archive/contract.ts';
import { randomId } from '../store/identity.ts';

export interface Sink {
  write(chunk: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Finishes; gives the file when it is still to be handed to the person. */
  close(): Promise<Blob | null>;
  /** Leaves nothing behind. */
  abort(): Promise<void>;
}

const PRIVATE_PREFIX = 'platewheel-export-';
/**
 * The browser copies a finished export to the downloads by itself, and nobody says when it is done;
 * until then its file must stay as it is. After this it only takes up room.
 */
export const DOWNLOADED_MS = 10 * 60_000;

export async function openSink(target: ExportTarget): Promise<Sink> {
  if (target.kind === 'picked') return pickedSink(target.file);
  const root = await navigator.storage?.getDirectory?.().catch(() => null);
  if (!root) return memorySink();
  await dropOldExports(Date.now() - DOWNLOADED_MS);
  return privateSink(root, `${PRIVATE_PREFIX}${randomId()}.zip`);
}

/** Removes private files of exports last written before `before` (ms); one being written stays. */
export async function dropOldExports(before: number): Promise<void> {
  const root = await navigator.storage?.getDirectory?.().catch(() => null);
  if (!root) return;
  for await (const handle of (
    root as unknown as { values(): AsyncIterable<FileSystemHandle> }
  ).values()) {
    if (handle.kind !== 'file' || !handle.name.startsWith('platewheel-export')) continue;
    try {
      const { lastModified } = await (handle as FileSystemFileHandle).getFile();
      if (lastModified < before) await root.removeEntry(handle.name);
    } catch {
      // it is being written by another tab, or gone already
    }
  }
}

async function pickedSink(file: FileSystemFileHandle): Promise<Sink> {
  const stream = await file.createWritable();
  return {
    write: (chunk) => stream.write(chunk),
    close: async () => {
      await stream.close();
      return null;
    },
    abort: () => stream.abort(),
  };
}

async function privateSink(root: FileSystemDirectoryHandle, name: string): Promise<Sink> {
  const handle = await root.getFileHandle(name, { create: true });
  const access = await handle.createSyncAccessHandle();
  let at = 0;
  return {
    async write(chunk) {
      let rest = chunk;
      while (rest.length > 0) {
        const written = access.write(rest, { at });
        if (written === 0) throw new DOMException('no room left', 'QuotaExceededError');
        at += written;
        rest = rest.subarray(written);
      }
    },
    async close() {
      access.flush();
      access.close();
      return handle.getFile();
    },
    async abort() {
      access.close();
      await root.removeEntry(name);
    },
  };
}

/** Insecure origins have no private file system. Browsers move large blobs to disk by themselves. */
function memorySink(): Sink {
  let parts: BlobPart[] = [];
  return {
    async write(chunk) {
      parts.push(chunk.slice());
      if (parts.length >= 256) parts = [new Blob(parts)];
    },
    close: async () => new Blob(parts, { type: 'application/zip' }),
    async abort() {
      parts = [];
    },
  };
}
