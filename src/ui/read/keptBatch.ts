/**
 * Which batch this tab works on, and its way into the database. A reload finds its own batch by
 * sessionStorage; a new tab takes over the newest one that no other tab holds, so that a crash
 * loses nothing and two tabs never write into one batch.
 */

import type { LabelEdit } from '../../core/dataset/types.ts';
import type { BatchPhotoRecord, BatchRecord } from '../../store/records.ts';
import {
  clearBatch,
  saveBatchPhotos,
  saveBatchSource,
  savedBatches,
  savedBatchPhotos,
  savedBatchSources,
} from '../../store/results.ts';
import { settings } from '../appSettings.ts';
import { showToast } from '../components/toasts.tsx';
import type { PhotoItem } from './items.ts';

const TAB_KEY = 'platewheel-batch';

let current: BatchRecord = newBatch();
/** Writes in order: a clear must not be overtaken by an earlier save. */
let writes: Promise<void> = Promise.resolve();
let warned = false;
/**
 * Photos chosen while the earlier batch is still being looked for, by index; null from then on. To
 * which batch they belong, and at what place, is not known before.
 */
let early: Map<number, PhotoItem> | null = new Map();

/**
 * The photos an earlier visit left, ready to show; empty where nothing was, or storage is refused.
 * Photos chosen meanwhile are kept by then, unless there are earlier ones: their places change, so
 * whoever puts them behind those keeps them.
 */
export async function openBatch(): Promise<readonly PhotoItem[]> {
  const found = await findBatch();
  const shown = await withSaid(found);
  const chosen = [...(early?.values() ?? [])];
  early = null;
  if (found.length === 0) keepPhotos(chosen);
  // What was said is kept elsewhere; where, is noted with the photo.
  else keepPhotos(shown.filter(({ sample }, n) => sample !== found[n]?.sample));
  return shown;
}

/** Loaded when there is a photo: the first visit needs none of it. */
async function withSaid(found: readonly PhotoItem[]): Promise<readonly PhotoItem[]> {
  if (found.length === 0) return found;
  try {
    return await (await import('./said.ts')).withSaid(found);
  } catch {
    return found;
  }
}

async function findBatch(): Promise<readonly PhotoItem[]> {
  try {
    const own = sessionStorage.getItem(TAB_KEY);
    const batches = await savedBatches();
    const candidates = [
      ...batches.filter((batch) => batch.id === own),
      ...batches.filter((batch) => batch.id !== own),
    ];
    for (const candidate of candidates) {
      if (await hold(candidate.id)) {
        current = candidate;
        sessionStorage.setItem(TAB_KEY, candidate.id);
        const sources = await savedBatchSources(candidate.id).catch(() => new Map());
        for (const index of sources.keys()) sourced.add(index);
        const records = await savedBatchPhotos(candidate.id);
        return records.map((record) => toItem(record, sources.get(record.index) ?? null));
      }
    }
    sessionStorage.setItem(TAB_KEY, current.id);
    await hold(current.id);
    return [];
  } catch (error) {
    warnOnce(error);
    return [];
  }
}

/** Keeps new or changed photos. Failure is told once; reading goes on. */
export function keepPhotos(items: readonly PhotoItem[]): void {
  if (early) {
    for (const item of items) early.set(item.index, item);
    return;
  }
  if (items.length === 0) return;
  const batch = current;
  enqueue(() =>
    saveBatchPhotos(
      batch,
      items.map((item) => toRecord(batch.id, item)),
    ),
  );
  for (const { index, source, state } of items) {
    if (state === 'removed') {
      sourced.delete(index);
      sources.delete(index);
    }
    if (source) keepSource(index, source);
  }
}

/** Photos of this batch that are kept, or on their way. */
const sourced = new Set<number>();
/** Those on their way, by index. */
const sources = new Map<number, { readonly source: File }>();

/** The photo itself, where the person wants that and the browser has plenty of room. */
function keepSource(index: number, source: File): void {
  if (sourced.has(index) || !settings.peek().keepBatchPhotos) return;
  sourced.add(index);
  sources.set(index, { source });
  if (sources.size === 1) keepNextSource(); // else whichever is being kept goes on to it
}

/** One by one: what is read and said meanwhile waits for one photo, not for ten thousand. */
function keepNextSource(): void {
  const next = sources.entries().next().value;
  if (!next) return;
  const [index, wish] = next;
  const { source } = wish;
  // Neither taken out nor cleared meanwhile, nor put back after that, which is a wish of its own.
  const isWanted = () => sources.get(index) === wish;
  writes = writes.then(async () => {
    if (isWanted() && (await hasPlentyOfRoom(source.size))) {
      // A photo that cannot be kept is chosen again after a reload, as ever: no reason to warn.
      await saveBatchSource(current.id, index, source).catch(() => undefined);
    }
    if (isWanted()) sources.delete(index);
    keepNextSource();
  });
}

/** Room that must stay: for what cannot be made again, and for other sites. */
const LEAST_FREE_BYTES = 1e9;
const LEAST_FREE_SHARE = 0.3;

async function hasPlentyOfRoom(bytes: number): Promise<boolean> {
  const none: StorageEstimate = {};
  const { quota = 0, usage = 0 } =
    (await navigator.storage?.estimate?.().catch(() => none)) ?? none;
  const free = quota - usage - bytes;
  return free > LEAST_FREE_BYTES && free > quota * LEAST_FREE_SHARE;
}

/** Keeps what is said of a result whose photo is not at hand; see `saveBatchLabel`. */
export async function keepLabel(index: number, edits: readonly LabelEdit[], at: number) {
  await writes; // the result itself comes first
  const { saveBatchLabel } = await import('../../store/batchLabels.ts');
  return saveBatchLabel(current.id, index, edits, at);
}

export function forgetPhotos(): void {
  early?.clear();
  sourced.clear();
  sources.clear();
  const { id } = current;
  enqueue(() => clearBatch(id));
}

function enqueue(write: () => Promise<void>): void {
  writes = writes.then(write).catch(warnOnce);
}

function warnOnce(error: unknown): void {
  if (warned) return;
  warned = true;
  const full = error instanceof DOMException && error.name === 'QuotaExceededError';
  showToast({
    tone: 'error',
    text: full
      ? 'This browser’s storage is full, so new results will not survive a reload. Download them before you leave.'
      : 'This browser refuses storage here (perhaps a private window), so results will not survive a reload. Download them before you leave.',
  });
}

/**
 * Holds a batch for the life of this tab. Where Web Locks are missing (insecure origins) every
 * batch counts as free.
 */
function hold(id: string): Promise<boolean> {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    void navigator.locks.request(`platewheel-batch-${id}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock === null ? undefined : new Promise(() => {});
    });
  });
}

function newBatch(): BatchRecord {
  // Not crypto.randomUUID: it is missing on insecure origins.
  const random = Array.from(crypto.getRandomValues(new Uint32Array(2)), (n) => n.toString(36));
  return { id: `${Date.now().toString(36)}-${random.join('')}`, startedAt: Date.now() };
}

function toRecord(batch: string, item: PhotoItem): BatchPhotoRecord {
  const { source: _source, state, interrupted: _interrupted, ...rest } = item;
  const removed = state === 'removed' ? { removed: true } : {};
  return { batch, ...rest, ...removed, label: item.sample === null ? item.label : null };
}

function toItem(record: BatchPhotoRecord, photo: Blob | null): PhotoItem {
  const { batch: _, label = null, sample = null, removed = false, ...rest } = record;
  if (removed) return { ...rest, label, sample, source: null, state: 'removed' };
  const state = record.outcome === null ? 'stopped' : 'finished';
  const { file, lastModified } = rest;
  const source = photo && new File([photo], file, { type: photo.type, lastModified });
  return { ...rest, label, sample, source, state, interrupted: state === 'stopped' };
}
