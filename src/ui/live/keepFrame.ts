/** Keeps a frame in the dataset: with what was read in it, still to be confirmed or corrected. */
import { predictionId } from '../../core/dataset/predictionId.ts';
import { logTime } from '../../core/live/log.ts';
import type { Plate } from '../../core/types.ts';
import { prepareSample } from '../../rpc/archive/client.ts';
import { saveCorrection } from '../../store/corrections.ts';
import { models, source } from './liveState.ts';

/** Vehicles are counted anew in every visit: the first one of today is not that of yesterday. */
const VISIT = Math.round(performance.timeOrigin).toString(36);

/** A name for a frame of the picture that is open: hostile input, as the source's name is. */
export function liveFile(timeMs: number): string {
  const about = source.peek() ?? { kind: 'video', name: 'Live' };
  return `${about.name} ${logTime(Math.max(0, timeMs), about.kind).replaceAll(':', '.')}.jpg`;
}

/** Frames that share it land in one split. */
export const liveBurst = (what: string): string =>
  `live ${source.peek()?.name ?? ''} ${VISIT} ${what}`;

/**
 * Keeps a frame of the picture that is open, with its provenance; resolves when it was written and
 * read back. @throws with a message for people
 * @param photo JPEG of the whole frame
 * @param burst frames of one vehicle share it, so that they land in one split
 */
export async function keepFrame(
  photo: Blob,
  plates: readonly Plate[],
  timeMs: number,
  burst: string,
): Promise<void> {
  const used = models.peek();
  if (source.peek() === null || used === null) throw new Error('No picture is open.');
  const at = Date.now();
  const outcome = await prepareSample(photo, {
    file: liveFile(timeMs),
    kind: 'photo',
    source: 'live',
    addedAt: at,
    burst: liveBurst(burst),
  });
  if (!outcome.ok) throw new Error(outcome.failure.message);
  const prepared = outcome.value;
  const sample = prepared.sample.id;
  const { detector, reader } = used;
  const id = predictionId(detector, reader, plates);
  const prediction = { sample, id, at, plates, detector, reader, embedding: null };
  // No edits: the sample waits for its first answer.
  await saveCorrection({ prepared, sample, prediction, edits: [], at });
}
