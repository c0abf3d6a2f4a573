/** The worker in which two models are compared: holds both engines, answers `TrialApi`. */
import { expose } from 'comlink';
import { decodePhoto, openPhoto } from '../src/browser/decode.ts';
import { openEngine } from '../src/browser/openEngine.ts';
import type { Outcome } from '../src/core/failure.ts';
import { Mutex } from '../src/core/mutex.ts';
import { toFailure, VisionError } from '../src/inference/failure.ts';
import { readBoth, readPlateBoth, type Sides } from '../src/inference/trial.ts';
import type { TrialApi } from '../src/rpc/trial/contract.ts';

let sides: Sides | null = null;
/** One photo is read at a time, so that times are its own; the next is opened meanwhile. */
const reading = new Mutex();

async function outcome<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, failure: toFailure(error) };
  }
}

expose({
  start: ([reference, candidate], onProgress) =>
    outcome(async () => {
      // One after the other: both start the same runtime.
      const first = await openEngine(reference, onProgress);
      sides = [first, await openEngine(candidate, onProgress)];
      return [sides[0].info(), sides[1].info()] as const;
    }),
  read: (photo, { isCrop, turn, ...options }) =>
    outcome(async () => {
      const both = sides;
      if (!both) throw new VisionError('engine', 'The comparison was not started. Start it again.');
      if (isCrop) {
        const { image } = await decodePhoto(photo);
        return reading.run(() => readPlateBoth(both, image, turn));
      }
      const open = await openPhoto(photo);
      try {
        return await reading.run(() => readBoth(both, open, options, turn));
      } finally {
        open.close();
      }
    }),
} satisfies TrialApi);
