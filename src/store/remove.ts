/** Removing samples for good. */
import { keysBelow, PER_SAMPLE, rulesOf, type StoreName, type Write } from './schema.ts';

/** What removing samples touches. Their place in a group stays: splits stick. */
export const REMOVAL_STORES: StoreName[] = [
  ...PER_SAMPLE.filter((name) => name !== 'splits'),
  'importRows',
];

/** Within a transaction over `REMOVAL_STORES`. */
export async function removeSample(tx: Write<StoreName[]>, id: string): Promise<void> {
  for (const name of REMOVAL_STORES) {
    const { perSample } = rulesOf(name);
    if (perSample === 'id') await tx.objectStore(name).delete(id);
    if (perSample === 'first') await tx.objectStore(name).delete(keysBelow(id));
  }
  // Kept anew it would be a person's: undoing the import that once brought it must not find it.
  const rows = (tx as unknown as Write<['importRows']>).objectStore('importRows');
  for (const key of await rows.index('sample').getAllKeys(id)) await rows.delete(key);
}
