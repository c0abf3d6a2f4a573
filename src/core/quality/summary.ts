/** The Quality screen in numbers: tiles, and what most needs doing. All of it pure, so that it is tested. */

import { type BalanceTable, balanceTables } from './balanceOf.ts';
import {
  type Band,
  type BandMeasure,
  bandsOf,
  CONDITION_WORDS,
  type Condition,
} from './conditions.ts';
import { type Doubt, doubtOf } from './doubt.ts';
import { type CopyGroup, copyGroups, type Picture } from './duplicates.ts';
import type { PlateFacts, SampleFacts } from './facts.ts';
import { type Finding, findingsOf } from './findings.ts';
import type { Neighbours } from './knn.ts';
import { findLeaks, findNearLeaks, type Leak, type NearLeak } from './leaks.ts';
import { PROPERTIES, type Slice, slicesBy, wasRight, weakestSlice } from './slices.ts';
import { confusableCover, type TextAdvice, type TextMap, textAdvice, textMap } from './textMap.ts';

export interface SampleGroup {
  readonly kept: string;
  readonly copies: readonly { readonly sample: string; readonly exact: boolean }[];
}

export interface ConditionCount {
  readonly condition: Condition;
  readonly words: string;
  readonly count: number;
  readonly samples: readonly string[];
  /** Those of them where a person has not said yet what it asks for: a text, or that there is none. */
  readonly open: readonly string[];
}

export interface QualitySummary {
  readonly samples: number;
  readonly plates: number;
  readonly unlabelled: readonly string[];
  readonly unlabelledCount: number;
  /** Photos with labelled boxes whose text nobody has said, and how many such boxes there are. */
  readonly textless: readonly string[];
  readonly textlessPlates: number;
  readonly measured: number;
  readonly seen: number;
  readonly conditions: readonly ConditionCount[];
  readonly bands: Readonly<Record<BandMeasure, readonly Band[]>>;
  readonly groups: readonly SampleGroup[];
  readonly leaks: readonly Leak[];
  readonly nearLeaks: readonly NearLeak[];
  readonly findings: readonly Finding[];
  readonly slices: readonly Slice[];
  readonly weakest: Slice | null;
  readonly doubt: Doubt;
  readonly text: TextMap;
  readonly advice: readonly TextAdvice[];
  readonly confusable: ReturnType<typeof confusableCover>;
  readonly balance: readonly BalanceTable[];
  readonly splits: Readonly<Record<'train' | 'val' | 'test' | 'none', number>>;
}

/** What a person decided not to see again. */
export interface Ignored {
  /** `findingKey`s called right. */
  readonly findings: ReadonlySet<string>;
  /** `pairKey`s called different. */
  readonly distinct: ReadonlySet<string>;
}

export interface SummaryInput {
  readonly samples: readonly SampleFacts[];
  /** By embedding, over `embedded` samples in this order; null while not reckoned. */
  readonly graph: { readonly neighbours: Neighbours; readonly at: readonly number[] } | null;
  /** Name of the cluster of each sample, by its index. */
  readonly clusterOf: ((index: number) => string | null) | null;
  readonly ignored: Ignored;
}

export function summarise({ samples, graph, clusterOf, ignored }: SummaryInput): QualitySummary {
  const groups = copyGroups(
    samples.map(toPicture),
    wholeGraph(graph, samples.length),
    ignored.distinct,
  );
  const texts = samples.flatMap(({ plates }) =>
    plates.flatMap(({ isLabelled, text }) => (isLabelled && text !== '' ? [text] : [])),
  );
  const unlabelled = samples.flatMap(({ id, state }) =>
    state === 'unlabelled' || state === 'partly' ? [id] : [],
  );
  const missing = samples.map(({ plates }) => plates.filter((p) => p.isTextMissing).length);
  const inSplits = samples.map(({ id, split, burst, plates }) => ({
    id,
    split,
    burst,
    texts: plates.flatMap(({ isLabelled, text }) => (isLabelled ? [text] : [])),
  }));
  const leaks = findLeaks(inSplits, groups);
  const map = textMap(texts);
  const slices = [
    ...Object.entries(PROPERTIES).flatMap(([name, of]) => slicesBy(samples, name, of)),
    ...slicesBy(samples, 'Similar photos', (_, __, index) => clusterOf?.(index) ?? null),
  ];
  return {
    samples: samples.length,
    plates: samples.reduce((sum, { plates }) => sum + plates.length, 0),
    unlabelled,
    unlabelledCount: unlabelled.length,
    textless: samples.flatMap(({ id }, i) => (missing[i] ? [id] : [])),
    textlessPlates: missing.reduce((sum, n) => sum + n, 0),
    measured: samples.filter(({ isMeasured }) => isMeasured).length,
    seen: samples.filter(({ isSeen }) => isSeen).length,
    conditions: conditionCounts(samples),
    bands: allBands(samples),
    groups: groups.map((group) => toGroup(group, samples)),
    leaks,
    nearLeaks: findNearLeaks(
      samples.map(({ plates, ...sample }) => ({ ...sample, texts: plates.map((p) => p.text) })),
      leaks,
    ),
    findings: findingsOf(samples, ignored.findings),
    slices,
    // Which set a photo fell into is chance: no set can be made better.
    weakest: weakestSlice(
      slices.filter(({ name }) => !name.startsWith('Set: ')),
      samples.flatMap(({ plates }) => plates.filter((p) => wasRight(p) !== null)).length,
    ),
    doubt: doubtOf(samples),
    text: map,
    advice: textAdvice(map),
    confusable: confusableCover(map),
    balance: balanceTables(samples, clusterOf),
    splits: splitCounts(samples),
  };
}

function toPicture(sample: SampleFacts): Picture {
  const { id, sha256, dhash, signature, pixels, addedAt, state } = sample;
  return { id, sha256, dhash, signature, pixels, addedAt, labelled: state === 'labelled' };
}

/** The graph over some samples as one over all, without neighbours where there is no embedding. */
function wholeGraph(graph: SummaryInput['graph'], count: number): Neighbours | null {
  if (!graph || graph.neighbours.k === 0) return null;
  const { neighbours, at } = graph;
  const { k } = neighbours;
  const indices = new Int32Array(count * k);
  const distances = new Float64Array(count * k);
  for (let i = 0; i < count; i++) indices.fill(i, i * k, (i + 1) * k);
  at.forEach((own, n) => {
    for (let m = 0; m < k; m++) {
      indices[own * k + m] = at[neighbours.indices[n * k + m] as number] as number;
      distances[own * k + m] = neighbours.distances[n * k + m] as number;
    }
  });
  return { k, indices, distances };
}

const toGroup = ({ kept, copies }: CopyGroup, samples: readonly SampleFacts[]): SampleGroup => ({
  kept: samples[kept]?.id ?? '',
  copies: copies.map(({ index, exact }) => ({ sample: samples[index]?.id ?? '', exact })),
});

function conditionCounts(samples: readonly SampleFacts[]): ConditionCount[] {
  const held = new Map<Condition, { readonly id: string; readonly isOpen: boolean }[]>();
  for (const { id, conditions, plates, state } of samples) {
    const isDone = state === 'labelled' || state === 'negative';
    const all = new Set<Condition>([...conditions, ...plates.flatMap((p) => p.conditions)]);
    for (const condition of all) {
      const isOpen =
        plates.some((plate) => isAsked(plate) && has(plate.conditions, condition)) ||
        (!isDone && has(conditions, condition));
      const own = held.get(condition);
      if (own) own.push({ id, isOpen });
      else held.set(condition, [{ id, isOpen }]);
    }
  }
  return [...held]
    .map(([condition, own]) => ({
      condition,
      words: CONDITION_WORDS[condition],
      count: own.length,
      samples: own.map(({ id }) => id),
      open: own.flatMap(({ id, isOpen }) => (isOpen ? [id] : [])),
    }))
    .sort((a, b) => b.count - a.count);
}

const isAsked = ({ isLabelled, unreadable }: PlateFacts): boolean =>
  !isLabelled && unreadable === null;

const has = (conditions: readonly Condition[], condition: Condition): boolean =>
  conditions.includes(condition);

function allBands(samples: readonly SampleFacts[]): Record<BandMeasure, readonly Band[]> {
  const plates = samples.flatMap((sample) =>
    sample.plates.flatMap((plate) =>
      plate.measures
        ? [{ sample: sample.id, measures: plate.measures, right: wasRight(plate) }]
        : [],
    ),
  );
  return {
    pxPerCharacter: bandsOf(plates, 'pxPerCharacter'),
    sharpness: bandsOf(plates, 'sharpness'),
    brightness: bandsOf(plates, 'brightness'),
    contrast: bandsOf(plates, 'contrast'),
    glare: bandsOf(plates, 'glare'),
    tilt: bandsOf(plates, 'tilt'),
  };
}

function splitCounts(samples: readonly SampleFacts[]) {
  const counts = { train: 0, val: 0, test: 0, none: 0 };
  // A label that was taken back keeps its split for later; until then it is in none.
  for (const { split, state } of samples) {
    counts[(state !== 'unlabelled' && split) || 'none'] += 1;
  }
  return counts;
}
