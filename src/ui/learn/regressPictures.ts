/** The photos that ship, as the reader's last layer sees them: what layers meant for all photos must not lose. */
import type { SeenRegress } from '../../rpc/learn/contract.ts';
import { vision } from '../engine.ts';
import { regressPhotos } from '../models/regressList.ts';

const OPTIONS = { threshold: 0.4, inputSize: 640 };

/** Those that cannot be looked at are left out. */
export async function seenRegress(): Promise<SeenRegress[]> {
  const photos = (await regressPhotos()).filter(({ item }) => item.kind === 'sample');
  const seen: SeenRegress[] = [];
  for (const { item, photo } of photos) {
    const outcome = await vision.analysePhoto(photo, OPTIONS);
    if (!outcome.ok) continue;
    const { plates, features } = outcome.value;
    const at = plates.findIndex(({ reading }) => reading?.text === item.text);
    const own = features[at];
    if (own) seen.push({ item, features: own });
  }
  return seen;
}
