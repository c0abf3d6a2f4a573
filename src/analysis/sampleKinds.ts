/** What kind of photo each sample is, as far as that was measured: for comparing models by kinds. */
import type { SampleKind } from '../rpc/analysis/contract.ts';
import { Analysis } from './analysis.ts';
import { lastModels, savedClusterOf } from './memory.ts';

/** Nothing is measured for it: what is not known yet is null. */
export async function sampleKinds(): Promise<SampleKind[]> {
  const analysis = new Analysis();
  await analysis.refresh(await lastModels(), 'all');
  const clusters = await savedClusterOf(analysis);
  return analysis.facts.map(({ id, dim }) => ({
    sample: id,
    dim,
    cluster: clusters.get(id) ?? null,
  }));
}
