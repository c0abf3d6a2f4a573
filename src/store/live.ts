/** What the Live screen keeps: its options, the watch list's hashes, and the log only if asked to. */
import { database } from './open.ts';

type LiveKey = 'live-options' | 'live-watch-list' | 'live-log';

export async function saveLive(key: LiveKey, value: unknown): Promise<void> {
  await (await database()).put('settings', value, key);
}

/** Whatever was kept, of unknown shape; `undefined` when nothing was. */
export async function savedLive(key: LiveKey): Promise<unknown> {
  return (await database()).get('settings', key);
}

export async function clearLive(key: LiveKey): Promise<void> {
  await (await database()).delete('settings', key);
}
