/** What only a copy says moves to the photo that is kept, before the copy goes. */
import type { LabelEdit, PlateLabel } from '../../core/dataset/types.ts';
import { iou, scaleBox } from '../../core/geometry.ts';
import type { SampleGroup } from '../../core/quality/summary.ts';
import { savedSample } from '../../store/library.ts';
import { beginBulk } from '../correct/correctionQueue.ts';
import { toTarget } from '../dataset/savedTarget.ts';

/** Boxes that overlap this much are of one plate. */
const SAME_PLATE = 0.5;

/** @returns whether all of it is kept; if not, the copies must stay. The failure was shown. */
export async function mergeLabels({ kept, copies }: SampleGroup): Promise<boolean> {
  const into = await savedSample(kept);
  if (!into) return false;
  const bulk = beginBulk();
  let isKept = true;
  const target = toTarget(into);
  for (const { sample } of copies) {
    const from = await savedSample(sample);
    if (!from?.label) continue;
    const across = into.sample.size.width / from.sample.size.width;
    const down = into.sample.size.height / from.sample.size.height;
    const own = target.label.peek();
    const edits = from.label.plates.flatMap((plate): LabelEdit[] => {
      const box = scaleBox(plate.box, across, down);
      const match = own?.plates.find((other) => iou(other.box, box) >= SAME_PLATE);
      if (!match) return [{ kind: 'plate', id: crypto.randomUUID(), value: moved(plate, box) }];
      if (match.text !== null || match.unreadable !== null || plate.text === null) return [];
      const { text, raw, region, rows } = plate;
      return [{ kind: 'plate', id: match.id, value: { ...match, text, raw, region, rows } }];
    });
    const named = edits.map((edit) =>
      edit.kind === 'plate' && edit.value
        ? { ...edit, value: { ...edit.value, id: edit.id } }
        : edit,
    );
    const wanted: LabelEdit[] =
      named.length === 0 && from.label.noPlate && !own
        ? [{ kind: 'no-plate', value: true }]
        : named;
    if (wanted.length > 0) isKept = (await bulk.correct(target, wanted)) && isKept;
  }
  bulk.end();
  return isKept;
}

/** It answers no prediction of the photo it moves to. */
const moved = (plate: PlateLabel, box: PlateLabel['box']): PlateLabel => ({
  ...plate,
  box,
  origin: null,
});
