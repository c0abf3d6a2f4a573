/** What the analysis worker answers, call by call: samples one after the other, long reckoning in between. */
import { questionsOf } from '../core/quality/agreement.ts';
import { boostOf } from '../core/quality/balanceOf.ts';
import { cutLongLists } from '../core/quality/longLists.ts';
import { summarise } from '../core/quality/summary.ts';
import { tilesOf } from '../core/quality/tiles.ts';
import { todoList } from '../core/quality/todo.ts';
import type { AnalysisApi, SampleMap } from '../rpc/analysis/contract.ts';
import { saveMemory } from '../store/analysis.ts';
import type { Analysis } from './analysis.ts';
import { labelMixUps } from './labelMixUps.ts';
import { keepTrend, lastModels, savedClusters, savedDecisions } from './memory.ts';
import { sampleKinds } from './sampleKinds.ts';
import { type Reckoned, reckonMap } from './sampleMap.ts';

const EMPTY_MAP: SampleMap = {
  points: [],
  k: 0,
  reason: 'No photo has been looked at by the models yet.',
  tried: [],
  share: 0,
  left: 0,
  isLaidOut: true,
};

export function createDesk(analysis: Analysis): AnalysisApi {
  let reckoned: (Reckoned & { readonly version: number }) | null = null;
  let mapping: Promise<SampleMap> | null = null;
  /** Of the last overview. */
  let lists: ReadonlyMap<string, readonly string[]> = new Map();
  /** Changes of facts come one after the other: a later one must not be overtaken. */
  let tail: Promise<unknown> = Promise.resolve();
  const withLock = <T>(work: () => Promise<T>): Promise<T> => {
    const run = tail.then(work);
    tail = run.catch(() => undefined);
    return run;
  };
  const clusterOf = () => {
    const known = reckoned;
    return known ? (index: number) => known.clusterOf[index] ?? null : null;
  };
  const isCurrent = () => reckoned !== null && reckoned.clusterOf.length === analysis.facts.length;

  const map = async (onProgress: (share: number, map: SampleMap | null) => void) => {
    // Not while all are read anew: nothing is known then.
    const { version, facts, load } = await withLock(async () => ({
      version: analysis.embeddingsVersion,
      facts: analysis.facts,
      load: analysis.embeddings(),
    }));
    const remembered = await savedClusters();
    const made = await reckonMap(facts, load, remembered, breathe, onProgress);
    if (!made) return { ...EMPTY_MAP, left: facts.length };
    await saveMemory('clusters', made.known);
    reckoned = { ...made, version };
    return made.map;
  };

  return {
    refresh: (models, samples) =>
      withLock(async () => {
        const before = analysis.facts.length;
        // Until the engine stands, what was seen is of the models that looked last.
        await analysis.refresh(models ?? (await lastModels()), samples);
        if (models) await saveMemory('models', models);
        if (analysis.facts.length !== before) reckoned = null; // its indices are of other samples
        return analysis.progress;
      }),
    measure: () =>
      withLock(async () => {
        await analysis.measure();
        return analysis.progress;
      }),
    nextUnseen: () => withLock(() => analysis.nextUnseen()),
    takeSeen: (sample, seen) => withLock(() => analysis.takeSeen(sample, seen)),
    takeReadings: (sample, readings) => withLock(() => analysis.takeReadings(sample, readings)),
    overview: (day, at) =>
      withLock(async () => {
        const known = isCurrent() ? reckoned : null;
        const summary = summarise({
          samples: analysis.facts,
          graph: known && { neighbours: known.neighbours, at: known.at },
          clusterOf: known ? clusterOf() : null,
          ignored: await savedDecisions(),
        });
        const tiles = tilesOf(summary);
        const trend = await keepTrend(
          day,
          Object.fromEntries(tiles.map((t) => [t.measure, t.count])),
        );
        const told = cutLongLists({ summary, tiles, todo: todoList(summary) });
        lists = told.whole;
        return { ...told.value, at, progress: analysis.progress, trend, cut: [...lists.keys()] };
      }),
    samplesAt: async (path) => lists.get(path) ?? [],
    async layOut(onProgress) {
      if (reckoned && isCurrent() && reckoned.version === analysis.embeddingsVersion)
        return reckoned.map;
      mapping ??= map(onProgress).finally(() => {
        mapping = null;
      });
      return mapping;
    },
    kinds: () => sampleKinds(),
    mixUps: () => labelMixUps(),
    questions: (count, seed) => withLock(async () => questionsOf(analysis.facts, count, seed)),
    boost: () => withLock(async () => boostOf(analysis.facts, isCurrent() ? clusterOf() : null)),
  };
}

/** A turn of the worker's loop: messages that wait are taken first. */
const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
