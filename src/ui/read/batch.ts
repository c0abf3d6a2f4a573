/**
 * The Read screen's batch: the queue of photos, one read at a time, with pause, cancel and what
 * survives a reload. Signals and plain functions only: clock, reader and storage are passed in.
 */
import { batch as batchSignals, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Label } from '../../core/dataset/types.ts';
import type { PhotoOutcome, PhotoReading } from '../../core/photoResult.ts';
import { type Counts, count, type PhotoItem } from './items.ts';

/** A photo as it was chosen, dropped or pasted. */
export interface ChosenPhoto {
  readonly file: File;
  /** Path inside the chosen folder, or the name. */
  readonly path: string;
}

/** What reading one photo gave. */
export interface PhotoRead extends PhotoReading<Blob> {
  /** What was said of this photo before, where it is kept already. */
  readonly known?: Said | null;
}

/** What a person said of a photo, and the kept sample that holds it; null beside the result alone. */
export interface Said {
  readonly label: Label | null;
  readonly sample: string | null;
}

export interface BatchDeps {
  /** Whether photos can be read now. When not, the batch pauses instead of failing every photo. */
  readonly ready: () => Promise<boolean>;
  /** Reads one photo; a rejection counts as a failed photo, never stops the batch. */
  readonly read: (file: File, path: string) => Promise<PhotoRead>;
  /** Keeps new or changed photos; reports its own failures. */
  readonly save: (items: readonly PhotoItem[]) => void;
  /** Forgets the whole batch. */
  readonly forget: () => void;
  /** Milliseconds of a steady clock. */
  readonly now: () => number;
  /** Runs a function before the next frame, or soon when no frames come. */
  readonly schedule: (flush: () => void) => void;
}

export type RunState = 'idle' | 'running' | 'paused' | 'done';

/** The rate is taken over this many latest photos, so that it follows a change of photos. */
const RATE_WINDOW = 20;

export interface Batch {
  readonly items: ReadonlySignal<readonly PhotoItem[]>;
  readonly counts: ReadonlySignal<Counts>;
  readonly run: ReadonlySignal<RunState>;
  /** Milliseconds per photo lately; null before the first. */
  readonly msPerPhoto: ReadonlySignal<number | null>;
  /**
   * Appends photos and reads them; one that was interrupted by a reload takes its old place, and one
   * that is in the list already is left out.
   */
  add(photos: readonly ChosenPhoto[]): Added;
  /** What a person said of a photo changed: every list and file shows it. */
  say(index: number, said: Said): void;
  /** Its plates were read again; nothing where it is another outcome by now, or a person said something of it. */
  replace(index: number, was: PhotoOutcome, outcome: PhotoOutcome): void;
  /** Stops after the photo being read; nothing where all is done, so that later photos are read. */
  pause(): void;
  resume(): void;
  /**
   * Takes all waiting photos out of the queue; the one being read still finishes. Photos that only
   * waited to be read again have their earlier result back.
   */
  cancel(): void;
  /**
   * Puts cancelled photos, or the given ones, back into the queue. What was kept of them stays kept
   * until the new reading replaces it.
   */
  readAgain(indices?: readonly number[]): void;
  /** Empties the list and the store; gives back what it was, for undo. */
  clear(): readonly PhotoItem[];
  /** Puts back what `clear` took, or what an earlier visit left. */
  restore(items: readonly PhotoItem[], options: { readonly save: boolean }): void;
}

export interface Added {
  /** Index of the first photo that was added, or that was here already. */
  readonly first: number;
  readonly resumed: number;
  readonly repeated: number;
}

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
    });
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
        if (before?.state === 'stopped') {
          resumed += 1;
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
    clear() {
      const before = working;
      generation += 1;
      working = [];
      durations = [];
      earlier.clear();
      paused.value = false;
      deps.forget();
      show();
      return before;
    },
    restore(restored, { save }) {
      // Photos chosen since then keep their place behind the restored ones.
      const since = working.map((item, n) => ({ ...item, index: restored.length + n }));
      generation += 1;
      earlier.clear();
      working = [...restored, ...since].map((item) =>
        item.state === 'reading' || (item.state === 'waiting' && item.source === null)
          ? { ...item, state: item.source === null ? 'stopped' : 'waiting' }
          : item,
      );
      if (save || since.length > 0) deps.save(working);
      show();
      void pump();
    },
  };
}

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
