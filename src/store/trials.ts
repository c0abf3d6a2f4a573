/**
 * What models on trial saw in kept samples. It lies beside the predictions that screens show, so a
 * candidate's run changes none of them.
 */
import type { Prediction } from '../core/dataset/types.ts';
import { database } from './open.ts';
import { transact } from './transact.ts';

/** Writes predictions of a trial; those of the same pair of models on the same sample are replaced. */
export async function saveTrials(predictions: readonly Prediction[]): Promise<void> {
  await transact(['samples', 'trials'], async (tx) => {
    const write = async (prediction: Prediction) => {
      // Removed meanwhile: nobody would ever remove this.
      if ((await tx.objectStore('samples').getKey(prediction.sample)) === undefined) return;
      await tx.objectStore('trials').put(prediction);
    };
    await Promise.all(predictions.map(write));
  });
}

/** All predictions of one pair of models, by sample. @param id as in `Prediction` */
export async function savedTrials(id: string): Promise<ReadonlyMap<string, Prediction>> {
  const found = await (await database()).getAllFromIndex('trials', 'id', id);
  return new Map(found.map((prediction) => [prediction.sample, prediction]));
}

/** Forgets a trial. */
export async function removeTrials(id: string): Promise<void> {
  await transact(['trials'], async (tx) => {
    const keys = await tx.objectStore('trials').index('id').getAllKeys(id);
    for (const key of keys) await tx.objectStore('trials').delete(key);
  });
}
