/** What is remembered from run to run: decisions, clusters, and the days' figures. */
import type { KnownCluster } from '../core/quality/clusters.ts';
import { pointAt, squaredDistance } from '../core/quality/matrix.ts';
import type { Ignored } from '../core/quality/summary.ts';
import type { TrendPoint } from '../rpc/analysis/contract.ts';
import { savedIgnored, savedMemory, saveMemory } from '../store/analysis.ts';
import type { Analysis } from './analysis.ts';

/** Days of the trend that are kept. */
const MOST_DAYS = 400;

export async function savedDecisions(): Promise<Ignored> {
  const [kept, settled, distinct] = await Promise.all([
    savedIgnored('finding'), // the label was called right
    savedIgnored('settled'), // it was given as the answer to a finding
    savedIgnored('distinct'),
  ]);
  return { findings: new Set([...kept, ...settled]), distinct: new Set(distinct) };
}

export async function savedClusters(): Promise<KnownCluster[]> {
  const saved = await savedMemory('clusters');
  return Array.isArray(saved) ? (saved as KnownCluster[]) : [];
}

/** Which models looked at the photos last; null before the first time. */
export async function lastModels(): Promise<string | null> {
  const saved = await savedMemory('models');
  return typeof saved === 'string' ? saved : null;
}

/** The cluster of each sample by the centres of the last map, without laying out a new one. */
export async function savedClusterOf(analysis: Analysis): Promise<ReadonlyMap<string, string>> {
  const known = await savedClusters();
  const { at, points } = await analysis.embeddings()();
  const names = new Map<string, string>();
  at.forEach((place, n) => {
    const row = pointAt(points, n);
    let best: KnownCluster | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (const cluster of known) {
      if (cluster.centre.length !== row.length) continue;
      const squared = squaredDistance(row, cluster.centre);
      if (squared < least) [best, least] = [cluster, squared];
    }
    const sample = analysis.facts[place];
    if (best && sample) names.set(sample.id, `group ${best.id}`);
  });
  return names;
}

/** One entry a day, the last one wins. */
export async function keepTrend(
  day: string,
  counts: Record<string, number>,
): Promise<TrendPoint[]> {
  const saved = await savedMemory('trend');
  const before = Array.isArray(saved) ? (saved as TrendPoint[]) : [];
  const trend = [...before.filter((point) => point.day !== day), { day, counts }].slice(-MOST_DAYS);
  await saveMemory('trend', trend);
  return trend;
}
