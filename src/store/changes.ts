/** Tells this tab's screens and all other tabs that something kept has changed. */

/** Samples whose rows changed; `all` after imports and wipes. */
export interface DataChange {
  readonly samples: readonly string[] | 'all';
}

const CHANNEL = 'platewheel-data';
const listeners = new Set<(change: DataChange) => void>();
let channel: BroadcastChannel | null = null;

function open(): BroadcastChannel | null {
  if (channel || typeof BroadcastChannel === 'undefined') return channel;
  channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', (event: MessageEvent<DataChange>) => tell(event.data));
  return channel;
}

function tell(change: DataChange): void {
  for (const listener of listeners) listener(change);
}

/** Called after a change is committed, never before. */
export function announceDataChange(samples: DataChange['samples']): void {
  const change = { samples };
  open()?.postMessage(change);
  tell(change);
}

/** Hears of changes of this tab, its workers and other tabs; returns the function that stops. */
export function onDataChange(listener: (change: DataChange) => void): () => void {
  open();
  listeners.add(listener);
  return () => listeners.delete(listener);
}
