/** Mix-ups over all labelled texts that the models have looked at. */
import { labelledReadings, type SeenFacts } from '../core/quality/facts.ts';
import { type MixUp, mixUps, votesOf } from '../core/quality/mixUps.ts';
import { analysedSamples } from '../store/analysis.ts';
import { lastModels } from './memory.ts';

/** Plates taken into account: some tens of megabytes. */
const MOST = 20_000;

export async function labelMixUps(): Promise<MixUp[]> {
  const models = await lastModels();
  if (models === null) return [];
  const read: { readonly text: string; readonly reading: Parameters<typeof votesOf>[0] }[] = [];
  for await (const part of analysedSamples()) {
    for (const sample of part) {
      const seen = sample.analyses.get(models)?.result as SeenFacts | undefined;
      if (seen) read.push(...labelledReadings(sample, seen));
    }
    if (read.length >= MOST) break;
  }
  return mixUps(read.slice(0, MOST).flatMap(({ reading, text }) => votesOf(reading, text)));
}
