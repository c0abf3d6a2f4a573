/** The lists of allowed and denied plates, plain or hashed, as one record. */
import { database } from './open.ts';

const KEY = 'plate-lists';
/** Live's own list of earlier versions; it is part of the denied plates once those are kept. */
const WATCHED = 'live-watch-list';

export async function savePlateLists(lists: unknown): Promise<void> {
  const change = (await database()).transaction('settings', 'readwrite');
  await Promise.all([change.store.put(lists, KEY), change.store.delete(WATCHED), change.done]);
}

/** Whatever was kept, of unknown shape; `undefined` when nothing was. */
export async function savedPlateLists(): Promise<{ lists: unknown; watched: unknown }> {
  const settings = (await database()).transaction('settings').store;
  const [lists, watched] = await Promise.all([settings.get(KEY), settings.get(WATCHED)]);
  return { lists, watched };
}
