/** What an exported dataset says of itself: `quality.json`, and `weights.csv` to draw rare kinds more often. */
import { boostOf } from '../core/quality/balanceOf.ts';
import { qualityJson } from '../core/quality/report.ts';
import { summarise } from '../core/quality/summary.ts';
import { tilesOf } from '../core/quality/tiles.ts';
import { todoList } from '../core/quality/todo.ts';
import { weightsCsv } from '../core/quality/weights.ts';
import { savedMemory } from '../store/analysis.ts';
import type { FullSample } from '../store/library.ts';
import { Analysis } from './analysis.ts';
import { lastModels, savedClusterOf, savedDecisions } from './memory.ts';

/**
 * Nothing where nothing was measured yet. Equal data gives equal bytes: the time told is that of the
 * latest label.
 * @param source app and version
 */
export async function* qualityFiles(
  chosen: readonly FullSample[],
  source: string,
): AsyncGenerator<{ path: string; bytes: Uint8Array<ArrayBuffer> }> {
  const analysis = new Analysis();
  const models = await lastModels();
  await analysis.refresh(models, 'all');
  const wanted = new Set(chosen.map(({ sample }) => sample.id));
  const samples = analysis.facts.filter(({ id }) => wanted.has(id));
  if (!samples.some(({ isMeasured }) => isMeasured)) return;
  const clusters = await savedClusterOf(analysis);
  const clusterOf = (index: number) => clusters.get(samples[index]?.id ?? '') ?? null;
  const ignored = await savedDecisions();
  const summary = summarise({ samples, graph: null, clusterOf, ignored });
  const told = (await savedMemory('card')) as
    | Partial<Record<'origin' | 'licence', string>>
    | undefined;
  const encode = (text: string) => new TextEncoder().encode(text);
  yield {
    path: 'quality.json',
    bytes: encode(
      qualityJson({
        summary,
        tiles: tilesOf(summary),
        todo: todoList(summary),
        at: new Date(Math.max(0, ...chosen.map(({ label }) => label?.at ?? 0))).toISOString(),
        source,
        models,
        origin: told?.origin ?? '',
        licence: told?.licence ?? '',
      }),
    ),
  };
  const weights = boostOf(samples, clusterOf);
  if (weights.length > 0) yield { path: 'weights.csv', bytes: encode(weightsCsv(weights)) };
}
