/** The layer as it is kept, for the reader's start: the gate's word was kept with it. */

import type { ReaderLayer } from '../../core/learning/layer.ts';
import { fitsHead, layerId, restoreAbout } from '../../core/learning/layerAbout.ts';
import { savedLayers } from '../../store/layers.ts';
import type { LayerRecord } from '../../store/records.ts';

/** The newest layer that may be shown or used; readers leave out what was learnt for another. */
export async function keptLayer(): Promise<ReaderLayer | null> {
  const records = (await savedLayers()).sort((a, b) => b.at - a.at);
  for (const record of records) {
    const layer = toLayer(record);
    if (layer) return layer;
  }
  return null;
}

function toLayer({ reader, weight, bias, about: kept }: LayerRecord): ReaderLayer | null {
  const about = restoreAbout(kept);
  const { state, hasLayer } = kept as { readonly state?: unknown; readonly hasLayer?: unknown };
  const isShown = state === 'on' || state === 'undecided';
  const classes = bias.length;
  const width = weight.length / classes;
  if (!about || !hasLayer || !isShown || !fitsHead(weight, bias, { classes, width })) return null;
  return {
    id: layerId(about),
    reader,
    head: { classes, width, weight, bias },
    temperature: about.personal.choice.temperature,
    answers: about.personal.learntFrom.length,
    isUsed: state === 'on',
    scope: about.scope,
  };
}
