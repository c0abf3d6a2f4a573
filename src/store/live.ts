/** The Live screen's options; the log, where it is kept, is in `liveLog.ts`. */
import { database } from './open.ts';

const KEY = 'live-options';

export async function saveLiveOptions(options: unknown): Promise<void> {
  await (await database()).put('settings', options, KEY);
}

/** Whatever was kept, of unknown shape; `undefined` when nothing was. */
export async function savedLiveOptions(): Promise<unknown> {
  return (await database()).get('settings', KEY);
}
