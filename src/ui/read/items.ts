/** The photos of a batch as the Read screen knows them, and what can be counted about them. */
import type { CheckedPlate } from '../../core/checkedPlates.ts';
import type { Label } from '../../core/dataset/types.ts';
import { isDoubtful, type PhotoResult, platesOf } from '../../core/results.ts';
import type { BatchPhotoRecord } from '../../store/records.ts';

/**
 * - `waiting`, `reading`: in the queue, or being read.
 * - `finished`: has an outcome, read or failed.
 * - `stopped`: cancelled, or interrupted by a reload.
 * - `removed`: taken out of the list; nothing of it is left but its place.
 */
export type PhotoState = 'waiting' | 'reading' | 'finished' | 'stopped' | 'removed';

/** What is kept of a photo, and what this visit knows of it. Its `index` is its identity within the batch. */
export interface PhotoItem extends Required<Omit<BatchPhotoRecord, 'batch' | 'removed'>> {
  /** The chosen photo; null once the page was reloaded, unless it was kept. */
  readonly source: File | null;
  readonly state: PhotoState;
  /** What a person said of its plates, wherever it is kept: in `sample`, or beside the result alone. */
  readonly label: Label | null;
  /** The page was closed before it was read. */
  readonly interrupted?: boolean;
}

/** Names a photo of the batch wherever its plates are corrected. */
export const targetKey = ({ index }: Pick<PhotoItem, 'index'>) => ({ key: `read-${index}` });

const platesOfItem = new WeakMap<PhotoItem, readonly CheckedPlate[]>();

/** All plates of a photo as they stand; empty while it was not read. */
export function itemPlates(item: PhotoItem): readonly CheckedPlate[] {
  const known = platesOfItem.get(item);
  if (known) return known;
  const { outcome, label } = item;
  const plates = outcome?.kind === 'read' ? platesOf(outcome, label) : [];
  platesOfItem.set(item, plates);
  return plates;
}

export type PlateVerdict = 'read' | 'doubtful' | 'confirmed' | 'corrected' | 'rejected' | 'added';

/** What its row says about a plate, in one word. */
export function plateVerdict(plate: CheckedPlate): PlateVerdict {
  if (isDoubtful(plate)) return 'doubtful';
  return plate.checked === '' ? 'read' : plate.checked;
}

export type Verdict = 'pending' | 'stopped' | 'failed' | 'none' | 'doubtful' | 'read';

/** What a whole photo comes to, in one word. */
export function verdict(item: PhotoItem): Verdict {
  if (item.state === 'stopped') return 'stopped';
  if (item.outcome === null) return 'pending';
  if (item.outcome.kind === 'failed') return 'failed';
  const plates = itemPlates(item);
  if (plates.every(({ status }) => status === 'rejected')) return 'none';
  return plates.some(isDoubtful) ? 'doubtful' : 'read';
}

export interface Counts {
  readonly total: number;
  readonly finished: number;
  readonly failed: number;
  /** Without those that are none, a person says. */
  readonly plates: number;
  readonly doubtful: number;
  /** Answers; those of them to what is a plate, that it is none, and that changed or added a text. */
  readonly checked: number;
  readonly checkedPlates: number;
  readonly rejected: number;
  readonly changed: number;
  /** Waiting or being read. */
  readonly open: number;
  readonly stopped: number;
}

export function count(items: readonly PhotoItem[]): Counts {
  let [finished, failed, open, stopped] = [0, 0, 0, 0];
  let [plates, doubtful, checked, checkedPlates, rejected, changed] = [0, 0, 0, 0, 0, 0];
  const listed = items.filter(({ state }) => state !== 'removed');
  for (const item of listed) {
    if (item.state === 'finished') finished += 1;
    else if (item.state === 'stopped') stopped += 1;
    else open += 1;
    if (item.outcome?.kind === 'failed') failed += 1;
    for (const plate of itemPlates(item)) {
      if (plate.status === 'rejected') rejected += 1;
      else plates += 1;
      if (isDoubtful(plate)) doubtful += 1;
      else if (plate.checked !== '') {
        checked += 1;
        if (plate.status !== 'rejected') checkedPlates += 1;
      }
      const hasText = plate.checked === 'corrected' || plate.checked === 'added';
      if (hasText && plate.status === 'ok') changed += 1;
    }
  }
  const total = listed.length;
  const answers = { checked, checkedPlates, rejected, changed };
  return { total, finished, failed, plates, doubtful, ...answers, open, stopped };
}

/** The photo as exports write it; null while it is open. */
export function toResult(item: PhotoItem): PhotoResult | null {
  const { file, state, outcome, label, lastModified } = item;
  const fileTime = lastModified > 0 ? localIso(new Date(lastModified)) : null;
  if (outcome !== null && state === 'finished') return { file, outcome, label, fileTime };
  return state === 'stopped' ? { file, outcome: stoppedOutcome(item), fileTime } : null;
}

/** What goes into files: finished photos, and stopped ones with the reason why. */
export function toResults(items: readonly PhotoItem[]): PhotoResult[] {
  return items.flatMap((item) => toResult(item) ?? []);
}

/** ISO 8601 in local time, with its offset. */
export function localIso(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, 19);
  const two = (n: number) => String(Math.floor(Math.abs(n))).padStart(2, '0');
  return `${local}${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

/** Why a stopped photo has no reading, and what to do about it. */
export function stoppedOutcome({ source, interrupted = source === null }: PhotoItem) {
  const failed = { kind: 'failed' } as const;
  if (!interrupted) {
    return { ...failed, code: 'cancelled', message: 'You stopped the batch before this photo.' };
  }
  const next =
    source === null
      ? 'Choose it again to read it: it takes its old place.'
      : 'It is still here: “Read the others” goes on with it.';
  const message = `The page was closed before this photo was read. ${next}`;
  return { ...failed, code: 'interrupted', message };
}
