/** Answers that can teach, as the store has them. */
import { checkedPlates } from '../../core/checkedPlates.ts';
import type { Label, Prediction, Sample } from '../../core/dataset/types.ts';
import type { Answer } from '../../core/learning/personal.ts';
import { sourceOf } from '../../core/learning/source.ts';
import type { Box } from '../../core/types.ts';
import { boxKey } from '../../store/features.ts';

/** A plate whose text a person gave or confirmed. */
export interface TaughtPlate extends Omit<Answer, 'views' | 'isRandom'> {
  readonly sample: string;
  /** Where the reader looks: the predicted box, for that is what it will see of the next ones. */
  readonly box: Box;
  /** Of its features. */
  readonly key: string;
  /** When it was last answered, ms. */
  readonly at: number;
}

/** Slots of a reader; a longer text cannot be learnt from. */
const ALPHABET = /^[0-9A-Z]+$/;

/**
 * The taught plates of a sample. Unreadable ones and those that are no plate teach no characters.
 * @param slots most characters that the reader can give
 */
export function taughtPlates(
  sample: Pick<Sample, 'id' | 'file' | 'source'>,
  prediction: Pick<Prediction, 'id' | 'plates'> | null,
  label: Label | null,
  options: { readonly country: string; readonly slots: number },
): TaughtPlate[] {
  if (!label) return [];
  return checkedPlates(prediction, label).flatMap(({ label: said, read, box, rows, id }) => {
    const text = said?.verdict === 'plate' && !said.unreadable ? said.text : null;
    if (!said || !text || text.length > options.slots || !ALPHABET.test(text)) return [];
    const seen = read?.detection.box ?? box;
    return [
      {
        id: `${sample.id} ${id}`,
        sample: sample.id,
        group: text,
        text,
        rows,
        box: seen,
        key: boxKey(seen),
        at: label.at,
        origin: {
          source: sourceOf(sample.file, sample.source),
          country: said.region ?? options.country,
        },
      },
    ];
  });
}
