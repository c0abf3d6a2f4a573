/**
 * Which batch this tab works on, and its way into the database. A reload finds its own batch by
 * sessionStorage; a new tab takes over the newest one that no other tab holds, so that a crash
 * loses nothing and two tabs never write into one batch.
 */

import type { LabelEdit } from '../../core/dataset/types.ts';
import type { BatchPhotoRecord, BatchRecord } from '../../store/records.ts';
import {
  clearBatch,
  saveBatchLabel,
  saveBatchPhotos,
  savedBatches,
  savedBatchPhotos,
} from '../../store/results.ts';
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
  const chosen = [...(early?.values() ?? [])];
  early = null;
  if (found.length === 0) keepPhotos(chosen);
  return found;
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
        return (await savedBatchPhotos(candidate.id)).map(toItem);
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
}

/** Keeps what is said of a result whose photo is not at hand; see `saveBatchLabel`. */
export async function keepLabel(index: number, edits: readonly LabelEdit[], at: number) {
  await writes; // the result itself comes first
  return saveBatchLabel(current.id, index, edits, at);
}

export function forgetPhotos(): void {
  early?.clear();
  const { id } = current;
  enqueue(() => clearBatch(id));
}

/** Resolves when everything asked for so far is written. */
export function written(): Promise<void> {
  return writes;
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
  const { source: _source, state: _state, interrupted: _interrupted, ...rest } = item;
  return { batch, ...rest, label: item.sample === null ? item.label : null };
}

function toItem(record: BatchPhotoRecord): PhotoItem {
  const { batch: _, label = null, sample = null, ...rest } = record;
  const state = record.outcome === null ? 'stopped' : 'finished';
  return { ...rest, label, sample, source: null, state, interrupted: state === 'stopped' };
}
