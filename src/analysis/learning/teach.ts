/** The next plates to ask for: clusters of looks, then the order that teaches most. */

import { reasonOf, type TeachItem, type TeachPick } from '../../core/learning/teachItems.ts';
import { type Candidate, teachBatch } from '../../core/learning/teachQueue.ts';
import { kMeans } from '../../core/quality/kmeans.ts';
import { seededRandom } from '../../core/quality/random.ts';

/** Looks that are told apart at most. */
const MOST_LOOKS = 8;
/** Photos that a look has at least, on the mean. */
const PER_LOOK = 6;

/** @param labelled answers so far. @param seed of the random fifth */
export function teachPicks(
  items: readonly TeachItem[],
  labelled: number,
  seed: number,
  count: number,
): TeachPick[] {
  const looks = looksOf(items);
  const candidates = items.map(
    ({ id, text, confidence, margin }, i): Candidate => ({
      id,
      confidence,
      margin,
      cluster: looks[i]?.cluster ?? null,
      typical: -(looks[i]?.distance ?? 0),
      copies: text === '' ? id : text,
    }),
  );
  const pairs = new Map<string, number>();
  for (const { pair } of items) if (pair) pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  const byId = new Map(items.map((item) => [item.id, item]));
  const state = { labelled, labelledIn: new Map(), labelledCopies: new Set<string>() };
  return teachBatch(candidates, state, seededRandom(seed), count).map(({ id, reason }) => ({
    id,
    isRandom: reason === 'random',
    reason: reasonOf(byId.get(id) as TeachItem, reason, pairs),
  }));
}

/** Cluster of each item and how far it lies from its middle; null where the detector says nothing. */
function looksOf(items: readonly TeachItem[]): ({ cluster: number; distance: number } | null)[] {
  const dim = items.find(({ embedding }) => embedding)?.embedding?.length ?? 0;
  const at = items.flatMap(({ embedding }, i) =>
    embedding?.length === dim && embedding.every(Number.isFinite) ? [i] : [],
  );
  const k = Math.min(MOST_LOOKS, Math.floor(at.length / PER_LOOK));
  if (dim === 0 || k < 2) return items.map(() => null);
  const data = new Float32Array(at.length * dim);
  at.forEach((i, n) => {
    data.set(items[i]?.embedding ?? [], n * dim);
  });
  // Starts far apart: the first, then always the one farthest from those taken.
  const start = new Float32Array(k * dim);
  const nearest = new Float64Array(at.length).fill(Number.POSITIVE_INFINITY);
  for (let c = 0, take = 0; c < k; c++) {
    start.set(data.subarray(take * dim, (take + 1) * dim), c * dim);
    for (let n = 0; n < at.length; n++) {
      nearest[n] = Math.min(nearest[n] as number, squared(data, n, start, c, dim));
    }
    take = nearest.indexOf(Math.max(...nearest));
  }
  const { centres, labels } = kMeans({ data, count: at.length, dim }, start, 50);
  const found: ({ cluster: number; distance: number } | null)[] = items.map(() => null);
  at.forEach((i, n) => {
    const cluster = labels[n] as number;
    found[i] = { cluster, distance: squared(data, n, centres, cluster, dim) };
  });
  return found;
}

function squared(
  a: ArrayLike<number>,
  i: number,
  b: ArrayLike<number>,
  j: number,
  dim: number,
): number {
  let sum = 0;
  for (let d = 0; d < dim; d++) {
    sum += ((a[i * dim + d] as number) - (b[j * dim + d] as number)) ** 2;
  }
  return sum;
}
