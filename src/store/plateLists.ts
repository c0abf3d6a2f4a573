/** The lists of allowed and denied plates, plain or hashed, as one record. */
import { database } from './open.ts';

const KEY = 'plate-lists';

export async function savePlateLists(lists: unknown): Promise<void> {
  await (await database()).put('settings', lists, KEY);
}

/** Whatever was kept, of unknown shape; `undefined` when nothing was. */
export async function savedPlateLists(): Promise<unknown> {
  return (await database()).get('settings', KEY);
}
