/** The Live screen's options and the watch list's hashes; the log, where it is kept, is in `liveLog.ts`. */
import { database } from './open.ts';

type LiveKey = 'live-options' | 'live-watch-list';

export async function saveLive(key: LiveKey, value: unknown): Promise<void> {
  await (await database()).put('settings', value, key);
}

/** Whatever was kept, of unknown shape; `undefined` when nothing was. */
export async function savedLive(key: LiveKey): Promise<unknown> {
  return (await database()).get('settings', key);
}
