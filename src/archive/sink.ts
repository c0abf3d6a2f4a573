/** Where a growing export is written, so that it never has to fit into memory. */
import type { ExportTarget } from '../rpc/archiveContract.ts';

export interface Sink {
  write(chunk: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Finishes; gives the file when it is still to be handed to the person. */
  close(): Promise<Blob | null>;
  /** Leaves nothing behind. */
  abort(): Promise<void>;
}

/** One private export at a time: a new one replaces the last, which has been downloaded by then. */
const PRIVATE_NAME = 'platewheel-export.zip';

export async function openSink(target: ExportTarget): Promise<Sink> {
  if (target.kind === 'picked') return pickedSink(target.file);
  const root = await navigator.storage?.getDirectory?.().catch(() => null);
  return root ? privateSink(root) : memorySink();
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

async function privateSink(root: FileSystemDirectoryHandle): Promise<Sink> {
  const handle = await root.getFileHandle(PRIVATE_NAME, { create: true });
  const access = await handle.createSyncAccessHandle();
  access.truncate(0);
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
      await root.removeEntry(PRIVATE_NAME);
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
