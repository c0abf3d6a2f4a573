/** Several files about one photo: their plates together, each plate once. */
import { iou } from '../../geometry.ts';
import type { PlateAnnotation } from '../annotation.ts';

/** The same plate said twice, once in whole pixels perhaps. */
const SAME_IOU = 0.5;

/** What is said of a plate, with the confidence where a model said it. */
export interface FoundPlate extends PlateAnnotation {
  readonly confidence: number | null;
}

export interface Merged {
  readonly plates: readonly FoundPlate[];
  /** Plates of which two files say different texts; theirs is not claimed. */
  readonly disputed: number;
}

/** @param sets the plates of each file; lines of one file are only joined when they are the same */
export function mergePlates(sets: readonly (readonly FoundPlate[])[]): Merged {
  const plates: FoundPlate[] = [];
  let disputed = 0;
  for (const set of sets) {
    const before = plates.length;
    for (const plate of set) {
      const same = plates.findIndex(
        (known, i) => iou(known.box, plate.box) >= (i < before ? SAME_IOU : 1 - 1e-9),
      );
      if (same < 0) {
        plates.push(plate);
        continue;
      }
      const joined = join(plates[same] as FoundPlate, plate);
      plates[same] = joined ?? { ...(plates[same] as FoundPlate), text: null };
      if (!joined) disputed += 1;
    }
  }
  return { plates, disputed };
}

/** What both say together; null when they say different texts. A person's box beats a model's. */
function join(a: FoundPlate, b: FoundPlate): FoundPlate | null {
  if (a.text !== null && b.text !== null && a.text !== b.text) return null;
  const [first, second] = a.confidence !== null && b.confidence === null ? [b, a] : [a, b];
  const unreadable = first.unreadable ?? second.unreadable;
  return {
    box: first.box,
    text: unreadable ? null : (first.text ?? second.text),
    raw: first.raw ?? second.raw,
    unreadable,
    region: first.region ?? second.region,
    rows: first.rows ?? second.rows,
    confidence: first.confidence === null || second.confidence === null ? null : first.confidence,
  };
}
