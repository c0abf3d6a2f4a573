/**
 * Whether anything may be written now. Nothing is, when the disk is nearly full or after a write
 * failed, until that was put right; then everyone who waits hears of it.
 */
import { disk } from './disk/disk.ts';
import { StoreError } from './storeError.ts';

/**
 * - `full`: there is no room, so nothing was tried.
 * - `failed`: a write failed, and what it may have torn is being put right.
 */
export type StorageState = 'ok' | 'full' | 'failed';

/** What a write needs at least: the databases tidy up behind it, and others fill the disk too. */
const LEAST_BYTES = 4 * 1024 ** 2;
/** Of what is written: both databases, their logs, and what is tidied up. */
const TIMES = 4;
const AGAIN_MS = 2000;

let state: StorageState = 'ok';
let watching = false;
let repair: (() => Promise<boolean>) | null = null;
const listeners = new Set<(state: StorageState) => void>();

export const storageState = (): StorageState => state;

/** Hears of every change; returns the end of it. */
export function onStorageState(listener: (state: StorageState) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Resolves once things can be written again. */
export function whenWritable(): Promise<void> {
  if (state === 'ok') return Promise.resolve();
  return new Promise((resolve) => {
    const end = onStorageState((now) => {
      if (now !== 'ok') return;
      end();
      resolve();
    });
  });
}

/** @param how puts the databases right; answers whether they are */
export function repairWith(how: () => Promise<boolean>): void {
  repair = how;
}

/**
 * @param bytes about to be written
 * @param frees what is written makes room in the end, so the reserve is given for it
 * @throws StoreError `full` or `failed`, with nothing tried
 */
export async function ensureRoom(bytes: number, frees: boolean): Promise<void> {
  const files = await disk();
  if (!files) return;
  if (frees && state !== 'ok') await files.giveBack().catch(() => undefined);
  if (state === 'failed') throw new StoreError('failed');
  if (await files.hasRoom(LEAST_BYTES + TIMES * bytes).catch(() => true)) return become('ok');
  if (frees) {
    await files.giveBack().catch(() => undefined);
    // Half the least: the reserve is there for just this.
    if (await roomAtAll(LEAST_BYTES / 2 + bytes)) return;
  }
  become('full');
  throw new StoreError('full');
}

/** After a write: the room for the next one is taken at once, while nobody waits for it. */
export async function holdRoom(): Promise<void> {
  if (state === 'ok') await (await disk())?.hold().catch(() => undefined);
}

/** For what puts things right: only room is asked for, whatever the state. @throws StoreError `full` */
export async function ensureRepairRoom(bytes: number): Promise<void> {
  if (!(await roomAtAll(LEAST_BYTES + bytes))) throw new StoreError('full');
}

async function roomAtAll(bytes: number): Promise<boolean> {
  return (await (await disk())?.hasRoom(bytes).catch(() => true)) ?? true;
}

/** A write failed: nothing more is written until both databases are sound. */
export function storageFailed(): void {
  // The reserve at once: what the browser tidies up now must find room.
  void disk().then((files) => files?.giveBack().catch(() => undefined));
  become('failed');
}

function become(next: StorageState): void {
  if (next === state) return;
  state = next;
  if (next !== 'ok' && !watching) void watch();
  for (const listener of listeners) listener(next);
}

async function watch(): Promise<void> {
  watching = true;
  while (state !== 'ok') {
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    if (!(await roomAtAll(LEAST_BYTES))) continue;
    const sound =
      state === 'full' || (await (repair?.() ?? Promise.resolve(true)).catch(() => false));
    if (sound) become('ok');
  }
  watching = false;
}
