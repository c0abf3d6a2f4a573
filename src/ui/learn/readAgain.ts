/** Photos of the batch that nobody answered yet, read again by what was learnt: their plates only. */

import { type ReaderLayer, rawReading, sourceOf } from '../../core/learning/layer.ts';
import type { PhotoOutcome, ReadOutcome } from '../../core/photoResult.ts';
import type { Plate, Reading } from '../../core/types.ts';
import { settings } from '../appSettings.ts';
import { layer, vision } from '../engine.ts';
import type { PhotoItem } from '../read/items.ts';
import { batch, selectedIndex } from '../read/readState.ts';
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

/** Reads them again, one photo after the other, as long as the layer stays the same. */
export async function readAgain(): Promise<void> {
  turn += 1;
  const mine = turn;
  const now = layer.peek();
  if (!now) return;
  const todo = batch.items.peek().filter((item) => openOutcome(item) && item.source);
  for (const [done, { index }] of todo.entries()) {
    if (mine !== turn) return;
    const item = batch.items.peek()[index];
    const outcome = item && openOutcome(item);
    if (!item?.source || !outcome || outcome.plates.every(isReadBy(now.id))) continue;
    const origin = { source: sourceOf(item.file, 'photo'), country: settings.peek().country };
    const boxes = outcome.plates.map(({ detection }) => detection.box);
    doing.value = { text: 'Reading the open photos again', share: done / todo.length };
    const seen = await vision.readBoxes(item.source, boxes, origin);
    const same = batch.items.peek()[index];
    if (mine !== turn || same?.outcome !== outcome || !seen.ok || !openOutcome(same)) continue;
    replace(
      item,
      outcome,
      outcome.plates.map((plate, i) => ({
        ...plate,
        reading: seen.value[i]?.reading ?? plate.reading,
      })),
    );
  }
  if (mine === turn) doing.value = null;
}

const isReadBy = (id: string) => (plate: Plate) => plate.reading?.layer?.id === id;

/** What was read of a photo whose readings may change: nothing was said of it, and nobody looks at it. */
function openOutcome(item: PhotoItem): ReadOutcome | null {
  const { outcome, label, index } = item;
  const isShown = selectedIndex.peek() === index || reviewed.peek() === `read-${index}`;
  return isRead(outcome) && !label && !isShown && outcome.plates.length > 0 ? outcome : null;
}

const isRead = (outcome: PhotoOutcome | null): outcome is ReadOutcome => outcome?.kind === 'read';

function replace(item: PhotoItem, outcome: ReadOutcome, plates: readonly Plate[]): void {
  batch.replace(item.index, { ...outcome, plates });
}
