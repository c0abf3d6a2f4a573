/** Photos of the batch that nobody answered yet, read again by what was learnt: their plates only. */

import { effect } from '@preact/signals';
import { folderOf, inScope, type ReaderLayer, rawReading } from '../../core/learning/layer.ts';
import type { PhotoOutcome, ReadOutcome } from '../../core/photoResult.ts';
import type { Plate, Reading } from '../../core/types.ts';
import { settings } from '../appSettings.ts';
import { layer, vision } from '../engine.ts';
import type { PhotoItem } from '../read/items.ts';
import { batch, mode, selectedIndex, typing } from '../read/readState.ts';
import { reviewed } from '../review/reviewed.ts';
import { doing } from './learnState.ts';

/** Grows with each change of the layer: an older run stops. */
let turn = 0;

/** Readings by another layer go back to the raw ones at once; by the same one they change places. */
export function showLayer(now: ReaderLayer | null): void {
  change((reading) => {
    if (!reading.layer) return reading;
    if (reading.layer.id !== now?.id) return rawReading(reading);
    if (reading.layer.isUsed === now.isUsed) return reading;
    const { layer: marks, ...own } = reading;
    return { ...marks.other, layer: { ...marks, isUsed: now.isUsed, other: own } };
  });
}

function change(of: (reading: Reading) => Reading): void {
  for (const item of batch.items.peek()) {
    const outcome = openOutcome(item);
    if (!outcome) continue;
    const plates = outcome.plates.map((plate) => {
      const reading = plate.reading && of(plate.reading);
      return reading === plate.reading ? plate : { ...plate, reading };
    });
    if (plates.some((plate, i) => plate !== outcome.plates[i])) replace(item, outcome, plates);
  }
}

/**
 * By which layer an outcome was read again: where it is not used and reads the same, its readings do not
 * say so. Once that layer is used they have to, so that they are read again.
 */
const readBy = new WeakMap<ReadOutcome, string>();
const readerOf = ({ id, isUsed }: ReaderLayer) => `${id} ${isUsed}`;

/** Reads them again, one photo after the other, as long as the layer stays the same; photos not read yet come first. */
export async function readAgain(): Promise<void> {
  turn += 1;
  const mine = turn;
  const now = layer.peek();
  if (!now || batch.run.peek() === 'running') return;
  const todo = batch.items.peek().filter((item) => item.source && waits(item, now));
  for (const [done, { index }] of todo.entries()) {
    const item = batch.items.peek()[index];
    const outcome = item && waits(item, now);
    if (!item?.source || !outcome) continue;
    const boxes = outcome.plates.map(({ detection }) => detection.box);
    doing.value = { text: 'Reading the open photos again', share: done / todo.length };
    const seen = await vision.readBoxes(item.source, boxes, originOf(item));
    if (mine !== turn) return;
    if (!seen.ok || !openOutcome(item)) continue;
    const plates = outcome.plates.map((plate, i) => ({
      ...plate,
      reading: seen.value[i]?.reading ?? plate.reading,
    }));
    readBy.set(replace(item, outcome, plates), readerOf(now));
  }
  if (mine === turn) doing.value = null;
}

const originOf = ({ file }: PhotoItem) => ({
  source: folderOf(file),
  country: settings.peek().country,
});

/** What is still to be read by this layer, or null. */
function waits(item: PhotoItem, now: ReaderLayer): ReadOutcome | null {
  const outcome = openOutcome(item);
  if (!outcome || !inScope(now.scope, originOf(item))) return null;
  if (readBy.get(outcome) === readerOf(now)) return null;
  return outcome.plates.every(({ reading }) => reading?.layer?.id === now.id) ? null : outcome;
}

/** What was read of a photo whose readings may change: nothing was said of it, and nobody is about to. */
function openOutcome(item: PhotoItem): ReadOutcome | null {
  const { outcome, label, index } = item;
  const isTyped = typing.peek() && mode.peek() === 'photos' && selectedIndex.peek() === index;
  const isAnswered = isTyped || reviewed.peek() === `read-${index}`;
  return isRead(outcome) && !label && !isAnswered && outcome.plates.length > 0 ? outcome : null;
}

/** Photos that were being answered are read again once they are left. @returns stops */
export function catchUpWhenLeft(): () => void {
  let before = '';
  return effect(() => {
    const now = [reviewed, typing, selectedIndex, mode, batch.run].map((of) => of.value).join(' ');
    if (now === before) return;
    before = now;
    // The layer is not read here: its change reads all of them anyhow.
    queueMicrotask(() => {
      showLayer(layer.peek());
      void readAgain();
    });
  });
}

const isRead = (outcome: PhotoOutcome | null): outcome is ReadOutcome => outcome?.kind === 'read';

function replace(item: PhotoItem, outcome: ReadOutcome, plates: readonly Plate[]): ReadOutcome {
  const next = { ...outcome, plates };
  batch.replace(item.index, outcome, next);
  return next;
}
