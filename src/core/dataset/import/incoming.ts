/** From what an import makes of a photo to what is kept: edits of its label, or a prediction. */
import { iou } from '../../geometry.ts';
import type { ModelRef } from '../../types.ts';
import { predictionId } from '../predictionId.ts';
import type { Label, LabelEdit, PlateLabel, Prediction } from '../types.ts';
import type { Outcome } from './outcome.ts';

/** Boxes this much alike are the same box, once more through a file with few decimals. */
const EQUAL_IOU = 0.98;

/** Edits that make a label say what was imported; none where that is nothing. */
export function editsOf({ state, plates }: Outcome, before: Label | null): LabelEdit[] {
  if (state === 'unlabelled' || state === 'predicted') return [];
  const gone = (before?.plates ?? []).map(
    ({ id }): LabelEdit => ({ kind: 'plate', id, value: null }),
  );
  if (state === 'negative') return [...gone, { kind: 'no-plate', value: true }];
  // Ids of a sample are never used again.
  const prefix = before ? `i${before.revision + 1}.` : 'i';
  const come = plates.map((said, i): LabelEdit => {
    const id = `${prefix}${i + 1}`;
    const value: PlateLabel = { ...said, id, verdict: 'plate', origin: null };
    return { kind: 'plate', id, value };
  });
  return [
    ...(before?.noPlate ? [{ kind: 'no-plate', value: false } as const] : []),
    ...gone,
    ...come,
    ...(state === 'partly' ? [{ kind: 'partly', value: true } as const] : []),
  ];
}

/** Whether a label says already what was imported. */
export function saysTheSame({ plates, noPlate }: Label, outcome: Outcome): boolean {
  const own = plates.filter(({ verdict }) => verdict === 'plate');
  if (outcome.plates.length !== own.length) return false;
  if (own.length === 0) return noPlate === (outcome.state === 'negative');
  return outcome.plates.every((plate) =>
    own.some((known) => iou(known.box, plate.box) >= EQUAL_IOU && known.text === plate.text),
  );
}

const NOBODY: ModelRef = { id: 'imported', sha256: '', backend: 'wasm' };

/** Imported boxes of a model, to be answered like those of our own. */
export function predictionOf(sample: string, outcome: Outcome, at: number): Prediction | null {
  if (outcome.state !== 'predicted') return null;
  const plates = outcome.plates.map(({ box, text, rows }, i) => {
    const confidence = outcome.confidences[i] ?? 0;
    const reading =
      text === null
        ? null
        : {
            text,
            confidence,
            characters: [...text].map((char) => ({ char, confidence, alternatives: [] })),
            rows,
            alternatives: [],
          };
    return { detection: { box, confidence, classIndex: 0 }, reading };
  });
  const id = predictionId(NOBODY, NOBODY, plates);
  return { sample, id, at, plates, detector: NOBODY, reader: NOBODY, embedding: null };
}
