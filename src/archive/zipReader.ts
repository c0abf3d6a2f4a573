/** Zips as files people choose: Blobs read in place, inflated by fflate. */
import { Inflate } from 'fflate';
import { type ByteSource, readDirectory, type ZipEntry } from '../core/zip/directory.ts';
import { type Inflater, readWhole } from '../core/zip/entry.ts';

/** A file inside a zip or a chosen folder. */
export interface InFile {
  readonly path: string;
  readonly bytes: number;
  /** All of it. @throws ZipError when it is larger than `maxBytes` or damaged */
  read(maxBytes: number): Promise<Uint8Array<ArrayBuffer>>;
}

export async function zipFiles(zip: Blob): Promise<InFile[]> {
  const source = blobSource(zip);
  const entries = await readDirectory(source);
  return entries
    .filter((entry) => !entry.isFolder)
    .map((entry: ZipEntry) => ({
      path: entry.name,
      bytes: entry.bytes,
      read: (maxBytes) => readWhole(source, entry, inflater, maxBytes),
    }));
}

/** Whether a file is a zip by its first bytes (an empty zip has only its end record), or calls itself one. */
export async function isZip(file: Blob, name: string): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  const begins = head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5);
  return begins || /\.zip$/i.test(name);
}

/** Small reads (headers) come out of a window read at once: one message to the browser, not three. */
const WINDOW = 256 * 1024;

function blobSource(blob: Blob): ByteSource {
  let from = 0;
  let window = new Uint8Array();
  return {
    size: blob.size,
    async read(start, end) {
      const wanted = Math.min(end, blob.size);
      if (start < from || wanted > from + window.length) {
        const until = Math.max(wanted, Math.min(blob.size, start + WINDOW));
        window = new Uint8Array(await blob.slice(start, until).arrayBuffer());
        from = start;
      }
      return window.subarray(start - from, Math.max(start, wanted) - from);
    },
  };
}

function inflater(): Inflater {
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
