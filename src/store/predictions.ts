/** What models saw in kept samples that nobody has labelled yet, and photos kept for that alone. */
import type { Prediction, PreparedSample } from '../core/dataset/types.ts';
import { announceDataChange } from './changes.ts';
import { toRecord } from './records.ts';
import { transact } from './transact.ts';

/** Keeps what models saw beside a sample. @returns false where the sample is gone by now */
export async function savePrediction(prediction: Prediction): Promise<boolean> {
  const { sample } = prediction;
  const isSaved = await transact(['samples', 'predictions'], async (tx) => {
    if ((await tx.objectStore('samples').getKey(sample)) === undefined) return false;
    await tx.objectStore('predictions').put(prediction);
    return true;
  });
  if (isSaved) announceDataChange([sample]);
  return isSaved;
}

/** Keeps a photo with what models saw, nothing said of it yet. One that is here stays as it is. */
export async function saveUnlabelled(
  prepared: PreparedSample,
  prediction: Prediction,
): Promise<void> {
  const { id } = prepared.sample;
  await transact(['samples', 'blobs', 'thumbs', 'predictions', 'trash'], async (tx) => {
    if ((await tx.objectStore('samples').getKey(id)) === undefined) {
      await tx.objectStore('samples').put(toRecord(prepared.sample));
      await tx.objectStore('blobs').put(prepared.bytes, id);
      await tx.objectStore('thumbs').put(prepared.thumb, id);
    }
    await tx.objectStore('trash').delete(id);
    if ((await tx.objectStore('predictions').getKey([id, prediction.id])) === undefined) {
      await tx.objectStore('predictions').put({ ...prediction, sample: id });
    }
  });
  announceDataChange([id]);
}
