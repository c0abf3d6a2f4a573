/** What the person chose on the Live screen, as a signal; kept in the database. */
import { signal } from '@preact/signals';
import { DEFAULT_LIVE_OPTIONS, type LiveOptions, restoreLiveOptions } from '../../live/options.ts';
import { savedLiveOptions, saveLiveOptions } from '../../store/live.ts';

export const liveOptions = signal<LiveOptions>(DEFAULT_LIVE_OPTIONS);

export function changeLiveOptions(patch: Partial<LiveOptions>): void {
  liveOptions.value = { ...liveOptions.value, ...patch };
  // A browser that refuses storage keeps the choice until the page is left; nothing is lost by it.
  saveLiveOptions(liveOptions.value).catch(() => undefined);
}

export async function loadLiveOptions(): Promise<void> {
  liveOptions.value = restoreLiveOptions(await savedLiveOptions().catch(() => undefined));
}
