/** Vehicles of the Live screen, where the person asked to keep its log; see `core/live/keptLog.ts`. */
import { isOver } from '../core/live/keptLog.ts';
import { database } from './open.ts';
import type { LiveLogRecord } from './records.ts';

/** Writes rows anew and takes others away, together. @throws StoreError or the browser's refusal */
export async function saveLiveLog(
  rows: readonly LiveLogRecord[],
  gone: readonly string[] = [],
): Promise<void> {
  const tx = (await database()).transaction('liveLog', 'readwrite');
  await Promise.all([
    ...rows.map((row) => tx.store.put(row)),
    ...gone.map((id) => tx.store.delete(id)),
    tx.done,
  ]);
}

/** The rows whose time is not over; the others are removed. */
export async function savedLiveLog(nowMs: number): Promise<LiveLogRecord[]> {
  const tx = (await database()).transaction('liveLog', 'readwrite');
  const rows = await tx.store.getAll();
  const over = rows.filter((row) => isOver(row, nowMs));
  await Promise.all([...over.map(({ id }) => tx.store.delete(id)), tx.done]);
  return rows.filter((row) => !over.includes(row));
}

export async function clearLiveLog(): Promise<void> {
  await (await database()).clear('liveLog');
}
