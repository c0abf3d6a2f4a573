/**
 * The order in which plates are asked for, so that few answers teach much. The doubtful teach, but
 * the very least sure are mostly unreadable and are left out; early on one typical plate of each look
 * teaches more than any doubt; every fifth is drawn at random, for only those tell how the stream as a
 * whole is read. `docs/learning.md` has the comparison.
 */

export const BATCH = 25;
/** Labels below which each look is met first. */
const TYPICAL_BELOW = 25;
/** Share of the least sure that is not asked for: they are blurred or cut, and teach little. */
const SKIPPED = 0.25;
const RANDOM_EVERY = 5;
/** Share of a batch from one cluster at most. */
const FROM_ONE = 0.2;

export interface Candidate {
  readonly id: string;
  /** Probability of the likeliest text, and how far it is ahead of the next, 0–1. */
  readonly confidence: number;
  readonly margin: number;
  /** The look cluster it belongs to; null when none is known. */
  readonly cluster: number | null;
  /** How typical of its cluster, higher is more. */
  readonly typical: number;
  /** Near-duplicates share it. */
  readonly copies: string;
}

export type TeachReason = 'typical' | 'doubt' | 'random';

export interface Pick {
  readonly id: string;
  readonly reason: TeachReason;
}

export interface TeachState {
  /** Labels so far, and by cluster. */
  readonly labelled: number;
  readonly labelledIn: ReadonlyMap<number, number>;
  /** Near-duplicate groups that have a label. */
  readonly labelledCopies: ReadonlySet<string>;
}

/** The next batch; `random` gives numbers 0 ≤ x < 1. */
export function teachBatch(
  candidates: readonly Candidate[],
  state: TeachState,
  random: () => number,
  count = BATCH,
): Pick[] {
  const pool = candidates.filter(({ copies }) => !state.labelledCopies.has(copies));
  const sorted = [...pool].sort((a, b) => a.confidence - b.confidence || byId(a, b));
  const band = sorted.slice(Math.floor(sorted.length * SKIPPED));
  const byMargin = [...band].sort((a, b) => a.margin - b.margin || byId(a, b));
  const typical = typicalFirst(band, state.labelledIn);
  const picks: Pick[] = [];
  const taken = new Set<string>();
  const copies = new Set<string>();
  const inCluster = new Map<number | null, number>();
  const isFree = (c: Candidate) => !taken.has(c.id) && !copies.has(c.copies);
  const take = (candidate: Candidate, reason: TeachReason) => {
    taken.add(candidate.id);
    copies.add(candidate.copies);
    inCluster.set(candidate.cluster, (inCluster.get(candidate.cluster) ?? 0) + 1);
    picks.push({ id: candidate.id, reason });
  };
  const most = Math.max(1, Math.floor(count * FROM_ONE));
  const hasRoom = ({ cluster }: Candidate) =>
    cluster === null || (inCluster.get(cluster) ?? 0) < most;
  while (picks.length < count) {
    const position = state.labelled + picks.length + 1;
    if (position % RANDOM_EVERY === 0) {
      const free = pool.filter(isFree);
      const drawn = free[Math.floor(random() * free.length)];
      if (!drawn) break;
      take(drawn, 'random');
      continue;
    }
    const first = position <= TYPICAL_BELOW ? typical.find(isFree) : undefined;
    if (first) {
      typical.splice(typical.indexOf(first), 1);
      take(first, 'typical');
      continue;
    }
    const next =
      byMargin.find((c) => isFree(c) && hasRoom(c)) ?? byMargin.find(isFree) ?? pool.find(isFree);
    if (!next) break;
    take(next, 'doubt');
  }
  return picks;
}

/** The most typical plate of each cluster without a label, larger clusters first. */
function typicalFirst(
  band: readonly Candidate[],
  labelledIn: ReadonlyMap<number, number>,
): Candidate[] {
  const best = new Map<number, { candidate: Candidate; size: number }>();
  for (const candidate of band) {
    const { cluster } = candidate;
    if (cluster === null || (labelledIn.get(cluster) ?? 0) > 0) continue;
    const own = best.get(cluster);
    const isBetter = !own || candidate.typical > own.candidate.typical;
    best.set(cluster, {
      candidate: isBetter ? candidate : own.candidate,
      size: (own?.size ?? 0) + 1,
    });
  }
  return [...best.values()].sort((a, b) => b.size - a.size).map(({ candidate }) => candidate);
}

const byId = (a: Candidate, b: Candidate) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
