/** Neighbours, clusters and map of all samples; reckoned in pieces, so that calls in between are answered. */
import { clusterSteps, type KnownCluster, matchClusters } from '../core/quality/clusters.ts';
import type { SampleFacts } from '../core/quality/facts.ts';
import { knnSteps, type Neighbours } from '../core/quality/knn.ts';
import type { Points } from '../core/quality/matrix.ts';
import { principalComponents, project } from '../core/quality/pca.ts';
import { seededRandom } from '../core/quality/random.ts';
import { outliers, uniqueness } from '../core/quality/similarity.ts';
import { wasRight } from '../core/quality/slices.ts';
import { fuzzyEdges, umapSteps } from '../core/quality/umap.ts';
import type { MapPoint, SampleMap } from '../rpc/analysis/contract.ts';

/** Components that hold nearly all that the embedding says: 98 % of the shipped detector's. */
const DIMENSIONS = 32;
const NEIGHBOURS = 15;
const SEED = 7;
/** Fewer photos than this make no map. */
const LEAST = 3;

export interface Reckoned {
  readonly map: SampleMap;
  readonly neighbours: Neighbours;
  /** Index of the sample of each point. */
  readonly at: readonly number[];
  /** Cluster of each sample by its index; null without an embedding. */
  readonly clusterOf: readonly (string | null)[];
  readonly known: readonly KnownCluster[];
}

/** What is embedded, and whose each point is. */
export interface Embedded {
  readonly at: readonly number[];
  readonly points: Points;
}

/**
 * @param load reads the embeddings, which are let go before neighbours are sought
 * @param breathe lets other calls of the worker through
 * @param remembered clusters of the last run, so that "group 3" stays group 3
 * @returns null with fewer than three photos
 */
export async function reckonMap(
  facts: readonly SampleFacts[],
  load: () => Promise<Embedded>,
  remembered: readonly KnownCluster[],
  breathe: () => Promise<void>,
  onProgress: (share: number, map: SampleMap | null) => void,
): Promise<Reckoned | null> {
  const sketched = await sketch(load, breathe);
  if (!sketched) return null;
  const { at, points, flat, clusters, centres, share } = sketched;
  const ids = matchClusters(centres, remembered);
  const names = Array.from(clusters.labels, (label) => `group ${ids[label]}`);
  const clusterOf = new Array<string | null>(facts.length).fill(null);
  at.forEach((place, n) => {
    clusterOf[place] = names[n] as string;
  });
  const base = {
    k: clusters.k,
    reason: clusters.reason,
    tried: clusters.tried,
    share,
    left: facts.length - at.length,
  };
  const draw = (layout: Float32Array, graph: Neighbours | null, isLaidOut: boolean): SampleMap => ({
    ...base,
    isLaidOut,
    points: pointsOf(facts, at, layout, names, graph),
  });
  onProgress(0.1, draw(flat.data, null, false));
  const neighbours = await inPieces(knnSteps(points, NEIGHBOURS), breathe, (share) =>
    onProgress(0.1 + 0.5 * share, null),
  );
  let rounds = 0;
  const layout = await inPieces(
    umapSteps(fuzzyEdges(neighbours), flat.data, seededRandom(SEED)),
    breathe,
    () => onProgress(0.6 + 0.4 * (1 - 1 / (1 + rounds++ / 50)), null),
  );
  return {
    map: draw(layout, neighbours, true),
    neighbours,
    at,
    clusterOf,
    known: centres.map((centre, label) => ({ id: ids[label] as number, centre })),
  };
}

/** All that needs the embeddings themselves: fewer dimensions, a first layout, clusters and their centres. */
async function sketch(load: () => Promise<Embedded>, breathe: () => Promise<void>) {
  const { at, points: whole } = await load();
  if (at.length < LEAST) return null;
  const components = principalComponents(whole, Math.min(DIMENSIONS, whole.dim));
  const points = project(whole, components);
  const flat = project(
    whole,
    { ...components, ...firstTwo(components.axes, components.variances, whole.dim) },
    true,
  );
  await breathe();
  const clusters = await inPieces(clusterSteps(points), breathe, () => undefined);
  const centres = centresOf(whole, clusters.labels, clusters.k);
  return { at, points, flat, clusters, centres, share: components.share };
}

/** Between two breaths at most so long: a frame's worth of an edit's second. */
const PIECE_MS = 40;

async function inPieces<Step, Result>(
  steps: Generator<Step, Result>,
  breathe: () => Promise<void>,
  onStep: (step: Step) => void,
): Promise<Result> {
  let until = performance.now() + PIECE_MS;
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() < until) continue;
    onStep(step.value);
    await breathe();
    until = performance.now() + PIECE_MS;
  }
}

function firstTwo(axes: Float64Array, variances: Float64Array, dim: number) {
  return { axes: axes.slice(0, 2 * dim), variances: variances.slice(0, 2) };
}

/** Centres in the embedding itself: components turn from run to run. */
function centresOf(
  { data, dim }: { readonly data: Float32Array; readonly dim: number },
  labels: Int32Array,
  k: number,
): number[][] {
  const centres = Array.from({ length: k }, () => new Array<number>(dim).fill(0));
  const sizes = new Array<number>(k).fill(0);
  labels.forEach((label, i) => {
    sizes[label] = (sizes[label] ?? 0) + 1;
    const centre = centres[label] as number[];
    for (let d = 0; d < dim; d++) centre[d] = (centre[d] as number) + (data[i * dim + d] as number);
  });
  return centres.map((centre, label) => centre.map((sum) => sum / Math.max(1, sizes[label] ?? 1)));
}

function pointsOf(
  facts: readonly SampleFacts[],
  at: readonly number[],
  layout: Float32Array,
  names: readonly string[],
  graph: Neighbours | null,
): MapPoint[] {
  const unique = graph ? uniqueness(graph) : null;
  const strange = graph ? outliers(graph).isOutlier : null;
  const order = unique
    ?.map((_, n) => n)
    .sort((a, b) => (unique[b] as number) - (unique[a] as number));
  const rank = new Map(order?.map((n, place) => [n, place]));
  return at.map((place, n) => {
    const sample = facts[place] as SampleFacts;
    const x = layout[2 * n] ?? 0;
    const y = layout[2 * n + 1] ?? 0;
    return {
      sample: sample.id,
      file: sample.file,
      x: Number.isFinite(x) ? x : 0,
      y: Number.isFinite(y) ? y : 0,
      cluster: names[n] as string,
      source: sample.source,
      split: sample.split ?? 'none',
      country: sample.plates.find(({ region }) => region)?.region?.toUpperCase() ?? 'not said',
      correctness: correctnessOf(sample),
      doubt: doubtBand(sample),
      unusual: rank.get(n) ?? 0,
      isOutlier: strange?.[n] ?? false,
    };
  });
}

function correctnessOf({ plates }: SampleFacts): string {
  const judged = plates.map(wasRight).filter((right) => right !== null);
  if (judged.length === 0) return 'not checked';
  return judged.every(Boolean) ? 'right' : 'wrong';
}

function doubtBand({ plates }: SampleFacts): string {
  const read = plates.flatMap(({ confidence }) => confidence ?? []);
  if (read.length === 0) return 'not read';
  const least = Math.min(...read);
  if (least < 0.5) return 'under 50 %';
  if (least < 0.9) return '50–90 %';
  return least < 0.98 ? '90–98 %' : '98 % and more';
}
