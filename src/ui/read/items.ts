/** The photos of a batch as the Read screen knows them, and what can be counted about them. */
import type { PhotoResult, ReadOutcome } from '../../core/results.ts';
import { plateStatus } from '../../core/results.ts';
import type { Reading } from '../../core/types.ts';

/**
 * - `waiting`, `reading`: in the queue, or being read.
 * - `finished`: has an outcome, read or failed.
 * - `stopped`: cancelled (its file is still at hand), or interrupted by a reload (its file is gone).
 */
export type PhotoState = 'waiting' | 'reading' | 'finished' | 'stopped';

export interface PhotoItem {
  /** Place in the order of input, from 0; also its identity within the batch. */
  readonly index: number;
  /** Path inside the chosen folder, or the name. */
  readonly file: string;
  readonly bytes: number;
  readonly lastModified: number;
  /** The handle of the chosen photo; null once the page was reloaded. */
  readonly source: File | null;
  readonly state: PhotoState;
  readonly outcome: PhotoResult['outcome'] | null;
  readonly thumbnail: Blob | null;
  readonly crops: readonly (Blob | null)[];
}

/** A plate below this is marked as doubtful and worth a look. */
export const DOUBTFUL_BELOW = 0.8;

export type Verdict = 'pending' | 'stopped' | 'failed' | 'none' | 'doubtful' | 'read';

/** What a photo's row says about it, in one word. */
export function verdict(item: PhotoItem): Verdict {
  if (item.state === 'stopped') return 'stopped';
  if (item.outcome === null) return 'pending';
  if (item.outcome.kind === 'failed') return 'failed';
  if (item.outcome.plates.length === 0) return 'none';
  return item.outcome.plates.every((plate) => (plate.reading?.confidence ?? 0) >= DOUBTFUL_BELOW)
    ? 'read'
    : 'doubtful';
}

/** The texts read on a photo, in the order of its plates; unreadable plates left out. */
export function plateTexts(outcome: ReadOutcome): string[] {
  return outcome.plates
    .filter((plate) => plateStatus(plate) === 'ok')
    .map((plate) => plate.reading?.text ?? '');
}

/** The likeliest other texts, surest first; one that would say "0 %" only raises doubt. */
export function shownAlternatives(reading: Reading | null): Reading['alternatives'] {
  const likely = (reading?.alternatives ?? []).filter(({ confidence }) => confidence >= 0.005);
  return likely.slice(0, 3).sort((a, b) => b.confidence - a.confidence);
}

export interface Counts {
  readonly total: number;
  readonly finished: number;
  readonly failed: number;
  readonly plates: number;
  /** Waiting or being read. */
  readonly open: number;
  readonly stopped: number;
}

export function count(items: readonly PhotoItem[]): Counts {
  let finished = 0;
  let failed = 0;
  let plates = 0;
  let open = 0;
  let stopped = 0;
  for (const { state, outcome } of items) {
    if (state === 'finished') finished += 1;
    else if (state === 'stopped') stopped += 1;
    else open += 1;
    if (outcome?.kind === 'failed') failed += 1;
    if (outcome?.kind === 'read') plates += outcome.plates.length;
  }
  return { total: items.length, finished, failed, plates, open, stopped };
}

export type Filter = 'all' | 'read' | 'doubtful' | 'none' | 'failed';

/** Photos whose verdict matches and whose name or plates contain `query`, in any case. */
export function filterItems(
  items: readonly PhotoItem[],
  filter: Filter,
  query: string,
): readonly PhotoItem[] {
  const wanted = query.trim().toLowerCase();
  if (filter === 'all' && wanted === '') return items;
  return items.filter((item) => {
    const is = verdict(item);
    const fits = filter === 'all' || is === filter || (filter === 'failed' && is === 'stopped');
    if (!fits || wanted === '') return fits;
    const texts = item.outcome?.kind === 'read' ? plateTexts(item.outcome) : [];
    return [item.file, ...texts].some((text) => text.toLowerCase().includes(wanted));
  });
}

/** What goes into CSV and JSON: finished photos, and stopped ones with the reason why. */
export function toResults(items: readonly PhotoItem[]): PhotoResult[] {
  return items.flatMap(({ file, state, source, outcome }) => {
    if (outcome !== null && state === 'finished') return [{ file, outcome }];
    if (state !== 'stopped') return [];
    return [{ file, outcome: stoppedOutcome(source) }];
  });
}

/** Why a stopped photo has no reading, and what to do about it. */
export function stoppedOutcome(source: File | null): {
  readonly kind: 'failed';
  readonly code: 'cancelled' | 'interrupted';
  readonly message: string;
} {
  return source === null
    ? {
        kind: 'failed',
        code: 'interrupted',
        message:
          'The page was closed before this photo was read. Choose it again to read it: it takes its old place.',
      }
    : { kind: 'failed', code: 'cancelled', message: 'You stopped the batch before this photo.' };
}
