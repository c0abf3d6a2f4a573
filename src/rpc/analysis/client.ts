/** What the page uses of the analysis worker; it starts with the first call. */
import { proxy, type Remote } from 'comlink';
import type { Reading } from '../../core/types.ts';
import { WorkerHandle } from '../handle.ts';
import type { LearnApi } from '../learn/contract.ts';
import type { AnalysisApi, SampleMap, SeenPhoto } from './contract.ts';

/** A hundred thousand samples take minutes; this only ends what hangs. */
const DEADLINE_MS = 30 * 60_000;

const handle = new WorkerHandle<AnalysisApi & LearnApi>({
  spawn: () =>
    new Worker(new URL('../../../workers/analysis.ts', import.meta.url), {
      type: 'module',
      name: 'platewheel-analysis',
    }),
  deadlineMs: DEADLINE_MS,
});

/** Beside the queue: the worker itself keeps order, and a map on its way must not hold up an edit. */
const call = <T>(work: (api: Remote<AnalysisApi & LearnApi>) => Promise<unknown>): Promise<T> =>
  handle.call(work, { besideQueue: true }) as Promise<T>;

/** See `AnalysisApi`. */
export const analysis: AnalysisApi = {
  refresh: (models, samples) => call((api) => api.refresh(models, samples)),
  measure: () => call((api) => api.measure()),
  nextUnseen: () => call((api) => api.nextUnseen()),
  takeSeen: (sample: string, seen: SeenPhoto | null) => call((api) => api.takeSeen(sample, seen)),
  takeReadings: (sample: string, readings: readonly { id: string; reading: Reading }[]) =>
    call((api) => api.takeReadings(sample, readings)),
  samplesAt: (path) => call((api) => api.samplesAt(path)),
  overview: (day, at) => call((api) => api.overview(day, at)),
  layOut: (onProgress: (share: number, map: SampleMap | null) => void) =>
    call((api) => api.layOut(proxy(onProgress))),
  boost: () => call((api) => api.boost()),
  kinds: () => call((api) => api.kinds()),
  mixUps: () => call((api) => api.mixUps()),
  questions: (count, seed) => call((api) => api.questions(count, seed)),
};

/** See `LearnApi`. */
export const learning: LearnApi = {
  openLearning: (reader, country) => call((api) => api.openLearning(reader, country)),
  learnChanged: (samples) => call((api) => api.learnChanged(samples)),
  featureWish: () => call((api) => api.featureWish()),
  takeFeatures: (sample, boxes, features) =>
    call((api) => api.takeFeatures(sample, boxes, features)),
  learn: () => call((api) => api.learn()),
  takeRegress: (seen) => call((api) => api.takeRegress(seen)),
  crossFit: (onProgress) => call((api) => api.crossFit(proxy(onProgress))),
  stopCrossFit: () => call((api) => api.stopCrossFit()),
  teach: (items, labelled, seed, count) => call((api) => api.teach(items, labelled, seed, count)),
  chooseScope: (scope) => call((api) => api.chooseScope(scope)),
  forgetLayer: () => call((api) => api.forgetLayer()),
  importLayer: (file) => call((api) => api.importLayer(file)),
  exportLayer: () => call((api) => api.exportLayer()),
};
