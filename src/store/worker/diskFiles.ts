/** The disk's files, by handles that only dedicated workers have. */
import { answered } from '../answered.ts';
import { bucketDirectory } from '../buckets.ts';
import { DISK_BUCKET, type Disk, JOURNAL_FILE } from '../disk/disk.ts';
import { frame, HEAD_BYTES, JOURNAL_BYTES, nextFrame } from '../disk/frames.ts';

/** Held back while there is room, given back when there is none: deleting needs some. */
const RESERVE_BYTES = 16 * 1024 ** 2;
/** Held between two writes, so that asking for it takes no time; a little more than most writes want. */
const HEADROOM_BYTES = 5 * 1024 ** 2;
const CHUNK = 1024 ** 2;
/** Filled once with what no file system can pack. */
let noise: Uint8Array<ArrayBuffer> | null = null;

const HEADROOM_FILE = 'headroom';

type Root = FileSystemDirectoryHandle;
type Handle = FileSystemSyncAccessHandle;

/** @throws where the browser has no private file system */
export async function openDisk(): Promise<Disk> {
  await folder();
  let holds = false;
  const hold = async (root: Root) => {
    await withFile(root, JOURNAL_FILE, (file) => fill(file, JOURNAL_BYTES));
    await withFile(root, 'reserve', (file) => fill(file, RESERVE_BYTES));
    await withFile(root, HEADROOM_FILE, (file) => fill(file, HEADROOM_BYTES));
    holds = true;
  };
  return {
    hasRoom: (bytes) =>
      locked(async (root) => {
        if (!holds) await hold(root); // before the first write: what is wanted when there is no room
        return withFile(root, HEADROOM_FILE, (file) => {
          const fits = fill(file, bytes);
          file.truncate(0);
          return fits;
        });
      }),
    hold: () => locked(hold),
    giveBack: () =>
      locked(async (root) => {
        await withFile(root, 'reserve', (file) => file.truncate(0));
        await withFile(root, HEADROOM_FILE, (file) => file.truncate(0));
      }),
    clear: () => locked((root) => withFile(root, JOURNAL_FILE, end)),
    append: (record) =>
      locked((root) => withFile(root, JOURNAL_FILE, (file) => append(file, record))),
  };
}

/** One at a time: another tab may be at it, and a file has one holder. */
const locked = <T>(work: (root: Root) => Promise<T>): Promise<T> =>
  navigator.locks.request('platewheel-disk', async () => work(await folder()));

/** Asked for anew each time: a wipe deletes it. */
async function folder(): Promise<Root> {
  return (await bucketDirectory(DISK_BUCKET)) ?? navigator.storage.getDirectory();
}

async function withFile<T>(root: Root, name: string, work: (file: Handle) => T): Promise<T> {
  const handle = await answered(root, (asked) => asked.getFileHandle(name, { create: true }));
  const file = await answered(handle, (file) => file.createSyncAccessHandle());
  try {
    return work(file);
  } finally {
    file.close();
  }
}

/** Makes a file so long with bytes that take up room; shortens it again where they do not fit. */
function fill(file: Handle, bytes: number): boolean {
  const before = file.getSize();
  noise ??= noiseOf(CHUNK);
  try {
    for (let at = before; at < bytes; at += CHUNK) {
      const chunk = noise.subarray(0, Math.min(CHUNK, bytes - at));
      // The journal begins with its records: what is not one must not look like one.
      const into = at === 0 ? withoutHead(chunk) : chunk;
      if (file.write(into, { at }) < into.length) throw new Error('no room');
    }
    return true;
  } catch {
    file.truncate(before);
    return false;
  }
}

function noiseOf(bytes: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(bytes);
  for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(out.subarray(at, at + 65_536));
  return out;
}

function withoutHead(chunk: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const out = chunk.slice();
  out.fill(0, 0, HEAD_BYTES);
  return out;
}

/** No record any more; the room stays. */
function end(file: Handle): void {
  file.write(new Uint8Array(HEAD_BYTES), { at: 0 });
  file.flush();
}

function append(file: Handle, record: Uint8Array<ArrayBuffer>): boolean {
  const size = file.getSize();
  const whole = new Uint8Array(size);
  file.read(whole, { at: 0 });
  let at = 0;
  for (let found = nextFrame(whole, at); found; found = nextFrame(whole, at)) at = found.end;
  const framed = frame(record);
  if (at + framed.length > size) return false; // no room of its own, and it may not grow now
  file.write(framed, { at });
  file.flush();
  const back = new Uint8Array(framed.length);
  file.read(back, { at });
  return back.every((byte, i) => byte === framed[i]);
}
