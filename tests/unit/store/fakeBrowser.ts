/**
 * A browser's storage in Node: IndexedDB, a storage bucket with one of its own, locks. Import it
 * first. What only a real disk and a real browser can show is tested in `tests/e2e`.
 */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';

type Work = (lock: object | null) => unknown;

/** Locks by name, first come, first served; `shared` ones are taken as exclusive, which is stricter. */
class Locks {
  private readonly tails = new Map<string, Promise<unknown>>();

  async request(name: string, options: LockOptions | Work, work?: Work): Promise<unknown> {
    const run = (work ?? options) as Work;
    const { ifAvailable = false, signal } = typeof options === 'function' ? {} : options;
    signal?.throwIfAborted();
    const before = this.tails.get(name);
    if (ifAvailable && before) return run(null);
    const mine = (before ?? Promise.resolve()).then(() => run({ name }));
    const tail = mine.catch(() => undefined);
    this.tails.set(name, tail);
    void tail.then(() => {
      if (this.tails.get(name) === tail) this.tails.delete(name);
    });
    return mine;
  }
}

/** The journal's file, with its room. */
export const journalFile = { bytes: new Uint8Array(64 * 1024) };
const folder = {
  getFileHandle: async () => ({ getFile: async () => new Blob([journalFile.bytes.slice()]) }),
};

const buckets = new Map<
  string,
  { readonly indexedDB: IDBFactory; getDirectory(): Promise<unknown> }
>();
const storageBuckets = {
  async open(name: string) {
    const bucket = buckets.get(name) ?? {
      indexedDB: new IDBFactory(),
      getDirectory: async () => folder,
    };
    buckets.set(name, bucket);
    return bucket;
  },
  delete: async (name: string) => void buckets.delete(name),
  keys: async () => [...buckets.keys(), 'platewheel-disk'],
};

const local = new Map<string, string>();

Object.defineProperty(globalThis, 'navigator', {
  configurable: true,
  value: {
    locks: new Locks(),
    storageBuckets,
    storage: { estimate: async () => ({ quota: 1e12, usage: 0 }) },
  },
});
Object.defineProperty(globalThis, 'localStorage', {
  configurable: true,
  value: {
    getItem: (key: string) => local.get(key) ?? null,
    setItem: (key: string, value: string) => void local.set(key, value),
    removeItem: (key: string) => void local.delete(key),
  },
});

/** Throws the first database away, as a browser does with one it finds corrupt. */
export function loseFirstDatabase(): void {
  globalThis.indexedDB = new IDBFactory();
}

/** Throws everything away. */
export function loseEverything(): void {
  loseFirstDatabase();
  buckets.clear();
  journalFile.bytes.fill(0);
  local.clear();
}
