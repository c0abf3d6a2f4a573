/**
 * The Read screen's batch: the queue of photos, one read at a time, with pause, cancel and what
 * survives a reload. Signals and plain functions only: clock, reader and storage are passed in.
 */
import { batch as batchSignals, computed, signal } from '@preact/signals';
import type { Batch, BatchDeps, PhotoRead, RunState } from './batchContract.ts';
import { count, type PhotoItem } from './items.ts';

/** The rate is taken over this many latest photos, so that it follows a change of photos. */
const RATE_WINDOW = 20;

export function createBatch(deps: BatchDeps): Batch {
  const items = signal<readonly PhotoItem[]>([]);
  const paused = signal(false);
  const msPerPhoto = signal<number | null>(null);
  const counts = computed(() => count(items.value));
  const run = computed<RunState>(() => {
    const { total, open } = counts.value;
    if (total === 0) return 'idle';
    if (open === 0) return 'done';
    return paused.value ? 'paused' : 'running';
  });

  /** The truth; `items` shows it once a frame. */
  let working: PhotoItem[] = [];
  let flushing = false;
  let pumping = false;
  /** Grows with every clear, so that a photo still being read then is dropped. */
  let generation = 0;
  let durations: number[] = [];
  /** Results of photos that wait to be read again, by index. */
  const earlier = new Map<number, Pick<PhotoItem, 'outcome' | 'crops'>>();

  function show(): void {
    batchSignals(() => {
      items.value = working.slice();
      msPerPhoto.value =
        durations.length === 0 ? null : durations.reduce((a, b) => a + b, 0) / durations.length;
    });
  }

  function showSoon(): void {
    if (flushing) return;
    flushing = true;
    deps.schedule(() => {
      flushing = false;
      show();
    }, working.length);
  }

  function change(index: number, patch: Partial<PhotoItem>): PhotoItem {
    const changed = { ...(working[index] as PhotoItem), ...patch };
    working[index] = changed;
    showSoon();
    return changed;
  }

  async function pump(): Promise<void> {
    if (pumping) return;
    pumping = true;
    try {
      while (nextWaiting() !== undefined) {
        if (!(await deps.ready())) paused.value = true;
        const next = nextWaiting();
        if (next?.source) await readOne(next.index, next.source);
      }
    } finally {
      pumping = false;
      if (!working.some(isOpen)) paused.value = false; // a pause ends with its batch
    }
  }

  function nextWaiting(): PhotoItem | undefined {
    if (paused.value) return undefined;
    return working.find((item) => item.state === 'waiting' && item.source !== null);
  }

  async function readOne(index: number, source: File): Promise<void> {
    const started = generation;
    const startedAt = deps.now();
    change(index, { state: 'reading' });
    const { file } = working[index] as PhotoItem;
    const read = await deps.read(source, file).catch(unexpected);
    if (started !== generation) return;
    durations = [...durations, deps.now() - startedAt].slice(-RATE_WINDOW);
    earlier.delete(index);
    const { outcome, thumbnail, crops, known } = read;
    const said = known ? { label: known.label, sample: known.sample } : {};
    deps.save([change(index, { state: 'finished', outcome, thumbnail, crops, ...said })]);
  }

  return {
    items,
    counts,
    run,
    msPerPhoto,
    add(photos) {
      const here = new Map(
        working.map((item) => [identity(item.file, item.bytes, item.lastModified), item.index]),
      );
      const added: PhotoItem[] = [];
      let first: number | null = null;
      let [resumed, repeated] = [0, 0];
      for (const { file, path } of photos) {
        const known = identity(path, file.size, file.lastModified);
        const index = here.get(known);
        const before = index === undefined ? undefined : working[index];
        first ??= index ?? working.length;
        if (before?.state === 'stopped' || before?.state === 'removed') {
          if (before.state === 'stopped') resumed += 1;
          added.push(change(before.index, { source: file, state: 'waiting', interrupted: false }));
          continue;
        }
        if (before) {
          repeated += 1;
          if (before.source === null) change(before.index, { source: file });
          continue;
        }
        here.set(known, working.length);
        const item: PhotoItem = {
          index: working.length,
          file: path,
          bytes: file.size,
          lastModified: file.lastModified,
          source: file,
          state: 'waiting',
          outcome: null,
          thumbnail: null,
          crops: [],
          label: null,
          sample: null,
        };
        working.push(item);
        added.push(item);
      }
      deps.save(added);
      show();
      void pump();
      return { first: first ?? working.length, resumed, repeated };
    },
    say(index, { label, sample }) {
      const item = working[index];
      if (!item || (item.label === label && item.sample === sample)) return;
      const changed = change(index, { label, sample });
      deps.schedule(show, 1); // what a person does is seen at the next frame, however long the list
      // The label itself is kept by then, with its sample or beside the result.
      if (sample !== item.sample) deps.save([changed]);
    },
    replace(index, was, outcome) {
      const item = working[index];
      if (item?.outcome === was && !item.label) deps.save([change(index, { outcome })]);
    },
    pause() {
      paused.value = working.some(isOpen);
    },
    resume() {
      paused.value = false;
      void pump();
    },
    cancel() {
      for (const { index, state } of working) {
        if (state !== 'waiting') continue;
        const before = earlier.get(index);
        change(index, before ? { ...before, state: 'finished' } : { state: 'stopped' });
      }
      earlier.clear();
      paused.value = false;
      show();
    },
    readAgain(indices) {
      const chosen = indices ?? working.filter((i) => i.state === 'stopped').map((i) => i.index);
      for (const index of chosen) {
        const item = working[index];
        if (!item?.source || isOpen(item)) continue;
        const { outcome, crops } = item;
        if (outcome !== null) earlier.set(index, { outcome, crops });
        change(index, { state: 'waiting', outcome: null, crops: [], interrupted: false });
      }
      show();
      void pump();
    },
    remove(index) {
      const item = working[index];
      if (!item || item.state === 'reading' || item.state === 'removed') return null;
      earlier.delete(index);
      deps.save([change(index, { ...REMOVED, state: 'removed' })]);
      show();
      const since = generation;
      return () => {
        if (since !== generation || working[index]?.state !== 'removed') return;
        deps.save([change(index, item)]);
        show();
        void pump();
      };
    },
    clear() {
      const before = working;
      generation += 1;
      working = before.map(() => GONE);
      durations = [];
      earlier.clear();
      paused.value = false;
      deps.forget();
      show();
      return before;
    },
    putBack(cleared) {
      const back = cleared.map(toWait);
      working = working.map((item, n) => back[n] ?? item);
      deps.save(back.filter((item) => item !== GONE));
      show();
      void pump();
    },
    restore(found) {
      const places = (found.at(-1)?.index ?? -1) + 1;
      // Photos chosen since then keep their place behind the restored ones.
      const since = working.map((item, n) => ({ ...item, index: places + n }));
      generation += 1;
      earlier.clear();
      working = Array.from({ length: places }, () => GONE);
      for (const item of found) working[item.index] = toWait(item);
      working.push(...since.map(toWait));
      if (since.length > 0) deps.save(since);
      show();
      void pump();
      return places;
    },
  };
}

/** A photo that was being read, or waits for a file that is gone, in the state it comes back in. */
function toWait(item: PhotoItem): PhotoItem {
  const isOn = item.state === 'reading' || (item.state === 'waiting' && item.source === null);
  return isOn ? { ...item, state: item.source === null ? 'stopped' : 'waiting' } : item;
}

/** What is left of a photo that was taken out. */
const REMOVED = {
  source: null,
  outcome: null,
  thumbnail: null,
  crops: [],
  label: null,
  sample: null,
} as const;

/**
 * Stands where a photo of a cleared list was. A place is a photo's identity: what is said of it, its
 * drafts and its undo go by it, so none is ever given to another.
 */
const GONE: PhotoItem = {
  ...{ index: -1, file: '', bytes: 0, lastModified: 0, state: 'removed' },
  ...REMOVED,
};

const isOpen = ({ state }: PhotoItem) => state === 'waiting' || state === 'reading';

function identity(path: string, bytes: number, lastModified: number): string {
  return JSON.stringify([path, bytes, lastModified]);
}

function unexpected(error: unknown): PhotoRead {
  const detail = error instanceof Error ? error.message : String(error);
  return {
    outcome: {
      kind: 'failed',
      code: 'engine',
      message: `The reader stopped while it worked on this photo (${detail}). Try it again.`,
    },
    thumbnail: null,
    crops: [],
  };
}
