/**
 * Keeps what both sides of a comparison read, many photos in one write: a write that is on disk in two
 * places takes longer than reading a plate.
 */
import type { Prediction } from '../../core/dataset/types.ts';
import type { BothSeen, Seen } from '../../core/gate/compare.ts';
import type { ModelRef } from '../../core/types.ts';
import { saveTrials } from '../../store/trials.ts';
import type { Side } from './comparePhotos.ts';
import type { ListedModel } from './modelsState.ts';

/** As much of a run is read again at most when the browser dies. */
const EVERY_MS = 2000;

/** @param ids under which the sides' predictions are kept, see `trialId` */
export function createTrialKeeper(
  ids: readonly [string, string],
  sides: readonly [Side, Side],
  { save = saveTrials, now = () => performance.now() } = {},
) {
  let waiting: Prediction[] = [];
  let last = now();
  let writing: Promise<void> = Promise.resolve();
  const write = () => {
    const batch = waiting;
    waiting = [];
    last = now();
    writing = save(batch);
    writing.catch(() => undefined); // whoever comes next is told
  };
  return {
    /** Takes what was read of a sample; waits only while an earlier write is still under way. @throws StoreError */
    async add(sample: string, seen: BothSeen): Promise<void> {
      for (const i of [0, 1] as const)
        waiting.push(predictionOf(sample, ids[i], sides[i], seen[i]));
      if (now() - last < EVERY_MS) return;
      await writing;
      write();
    },
    /** Writes what is left. @throws StoreError */
    async flush(): Promise<void> {
      await writing;
      if (waiting.length > 0) write();
      await writing;
    },
  };
}

function predictionOf(
  sample: string,
  id: string,
  { detector, reader }: Side,
  { plates }: Seen,
): Prediction {
  const ref = ({ card: { id: model, sha256 } }: ListedModel): ModelRef => ({
    id: model,
    sha256,
    backend: 'wasm',
  });
  return {
    sample,
    id,
    at: Date.now(),
    plates,
    detector: ref(detector),
    reader: ref(reader),
    embedding: null,
  };
}
