/** Keeps a frame in the dataset: with what was read in it, still to be confirmed or corrected. */
import { predictionId } from '../../core/dataset/predictionId.ts';
import type { ModelRef, Plate } from '../../core/types.ts';
import { prepareSample } from '../../rpc/archive.ts';
import { saveCorrection } from '../../store/corrections.ts';

export interface FrameToKeep {
  /** JPEG of the whole frame. */
  readonly photo: Blob;
  /** Name to show, e.g. `gate.webm 00:12.400.jpg`. */
  readonly file: string;
  readonly plates: readonly Plate[];
  readonly detector: ModelRef;
  readonly reader: ModelRef;
  /** Frames of one vehicle share it, so that they land in one split. */
  readonly burst: string;
}

/** Resolves when the frame was written and read back. @throws with a message for people */
export async function keepFrame(frame: FrameToKeep): Promise<void> {
  const at = Date.now();
  const { photo, file, burst, plates, detector, reader } = frame;
  const facts = { file, kind: 'photo', source: 'live', addedAt: at, burst } as const;
  const outcome = await prepareSample(photo, facts);
  if (!outcome.ok) throw new Error(outcome.failure.message);
  const prepared = outcome.value;
  const sample = prepared.sample.id;
  const id = predictionId(detector, reader, plates);
  const prediction = { sample, id, at, plates, detector, reader, embedding: null };
  // No edits: the sample waits for its first answer.
  await saveCorrection({ prepared, sample, prediction, edits: [], at });
}
