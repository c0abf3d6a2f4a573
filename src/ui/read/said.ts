/** What was said before of a photo that is read now, or that an earlier visit read. */
import { predictionId } from '../../core/dataset/predictionId.ts';
import type { Label } from '../../core/dataset/types.ts';
import type { PhotoOutcome } from '../../core/photoResult.ts';
import { everKept } from '../../store/page/everKept.ts';
import type { Said } from './batchContract.ts';
import type { PhotoItem } from './items.ts';

/**
 * A kept sample that is this photo; null for none. Its name only hints at it, for cameras count from 1
 * again: its bytes decide, or where they are gone (after a reload) what the models saw.
 */
export async function findSaid(
  file: string,
  photo: Blob | null,
  outcome: PhotoOutcome,
): Promise<Said | null> {
  if (outcome.kind !== 'read' || !everKept()) return null;
  try {
    const [{ samplesOfFile, savedSample }, { sha256Hex }] = await Promise.all([
      import('../../store/library.ts'),
      import('../../store/hash.ts'),
    ]);
    const hinted = await samplesOfFile(file);
    if (hinted.length === 0) return null;
    const seen = predictionId(outcome.detector, outcome.reader, outcome.plates);
    const own = photo && (await sha256Hex(await photo.arrayBuffer()));
    for (const id of own === null ? hinted : [own]) {
      const full = await savedSample(id);
      if (!full || (own === null && full.prediction?.id !== seen)) continue;
      return { sample: full.sample.id, label: full.label };
    }
  } catch {
    // Without storage nothing was kept, and the first correction will say so.
  }
  return null;
}

/** What was said of a kept sample; null sample where it is gone. @param labels see `savedLabels` */
export function saidIn(labels: ReadonlyMap<string, Label | null>, sample: string): Said {
  const label = labels.get(sample);
  return label === undefined ? { sample: null, label: null } : { sample, label };
}

/**
 * Photos of an earlier visit with what was said of them: from the start, for lists and files that were
 * made without it would show what was read instead.
 */
export async function withSaid(items: readonly PhotoItem[]): Promise<readonly PhotoItem[]> {
  const noted = items.flatMap(({ sample }) => sample ?? []);
  try {
    const labels =
      noted.length > 0
        ? await (await import('../../store/library.ts')).savedLabels(noted)
        : new Map<string, Label | null>();
    return await Promise.all(
      items.map(async (item) => {
        const { file, sample, label, outcome } = item;
        if (outcome?.kind !== 'read') return item;
        if (sample !== null) return { ...item, ...saidIn(labels, sample) };
        // A page that was closed early may have kept a sample and not yet noted it here.
        const said = label === null ? await findSaid(file, null, outcome) : null;
        return said ? { ...item, ...said } : item;
      }),
    );
  } catch {
    return items;
  }
}
