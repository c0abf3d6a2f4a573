/**
 * Room on the disk, asked for before anything is written. `navigator.storage.estimate()` does not
 * know it: Chromium always says that there is room. And one write that fails for want of it makes
 * Chromium throw the whole database away, so none may be tried.
 */

/** Small files of our own beside the databases; its calls need a dedicated worker. */
export interface Disk {
  /**
   * Makes the headroom so many bytes long, writing what is not held of it yet, and gives it back for
   * the write that follows. @returns whether they found room
   */
  hasRoom(bytes: number): Promise<boolean>;
  /** Takes headroom, reserve and journal room again, as far as there is room. */
  hold(): Promise<void>;
  /** Gives the reserve back, so that deleting finds room; `hold` takes it again. */
  giveBack(): Promise<void>;
  /** Adds a record to the journal and reads it back. @returns whether it is there */
  append(record: Uint8Array<ArrayBuffer>): Promise<boolean>;
  /** Empties the journal; its room stays. */
  clear(): Promise<void>;
}

export const DISK_BUCKET = 'platewheel-disk';
export const JOURNAL_FILE = 'journal';

let provider: (() => Promise<Disk>) | null = null;
let opened: Promise<Disk> | null = null;

/** Says how to get at the disk from this thread; called once, at its start. */
export function provideDisk(how: () => Promise<Disk>): void {
  provider = how;
}

/** Null where nobody provides it, or where it cannot be started: then room is not asked for. */
export async function disk(): Promise<Disk | null> {
  opened ??=
    provider?.().catch((error: unknown) => {
      opened = null; // a failed promise must not be kept
      throw error;
    }) ?? null;
  return (await opened?.catch(() => null)) ?? null;
}
