/** A person's own items of the regress list, taken from photos that both models have read anyway. */
import type { Plate, Reading } from '../types.ts';
import { type ComparedPhoto, readingsAt, type Seen } from './compare.ts';
import type { RegressItem, RegressRun } from './regress.ts';

/** Names a labelled plate: `sample plate`. */
export const plateKey = (sample: string, plate: string) => `${sample} ${plate}`;

/** Which labelled plates must stay right, by `plateKey`. */
export interface Kept {
  /** A person pinned them. */
  readonly pinned: ReadonlySet<string>;
  /** A person confirmed their text at least twice. */
  readonly confirmed: ReadonlySet<string>;
}

/**
 * Pinned plates and those confirmed twice, by their texts; photos without a plate and places that are
 * none, which must stay blank.
 * @param threshold detections under this are not shown, so they count as nothing
 */
export function ownRegressRuns(
  photos: readonly ComparedPhoto[],
  { pinned, confirmed }: Kept,
  threshold: number,
): RegressRun[] {
  return photos.flatMap((photo) => {
    const { sample, file, truth, isBlank } = photo;
    const side = (seen: Seen): Side => {
      const plates = seen.plates.filter(({ detection }) => detection.confidence >= threshold);
      return { plates, at: readingsAt(photo, { ...seen, plates }) };
    };
    const [before, after] = [side(photo.reference), side(photo.candidate)];
    const run = (item: Omit<RegressItem, 'sample'>, read: (side: Side) => string): RegressRun => ({
      item: { ...item, sample },
      before: read(before),
      after: read(after),
    });
    if (isBlank) {
      const read = ({ plates }: Side) => plates.find((p) => p.reading?.text)?.reading?.text ?? '';
      return [run({ id: file, kind: 'blank', text: '' }, read)];
    }
    return truth.flatMap((label, i) => {
      const read = ({ at }: Side) => at[i]?.text ?? '';
      if (label.verdict === 'not-plate') {
        return [run({ id: `${file}, no plate`, kind: 'blank', text: '', box: label.box }, read)];
      }
      const key = plateKey(sample, label.id);
      const isPinned = pinned.has(key);
      if (!label.text || !(isPinned || confirmed.has(key))) return [];
      const kind = isPinned ? 'pinned' : 'confirmed';
      return [run({ id: `${file}, ${label.text}`, kind, text: label.text, box: label.box }, read)];
    });
  });
}

interface Side {
  readonly plates: readonly Plate[];
  readonly at: readonly (Reading | null)[];
}
