/** Putting both databases right while the app runs. */
import { closeDatabase, database } from '../open.ts';
import { closeReplica } from './bucket.ts';
import { sync } from './sync.ts';

const SYNC_AGAIN_MS = 60_000;
let last = Number.NEGATIVE_INFINITY;

/**
 * After a write failed: both are closed and opened again, which fills the first from the replica and
 * the journal if the browser threw it away; then the replica is brought in step.
 * @returns whether both are sound @throws StoreError while the disk is full
 */
export async function repair(): Promise<boolean> {
  await closeDatabase();
  await closeReplica();
  return sync(await database());
}

/** Brings the replica in step in the background, at most once a minute. */
export async function syncSoon(): Promise<void> {
  if (performance.now() - last < SYNC_AGAIN_MS) return;
  last = performance.now();
  await sync(await database()).catch(() => false); // the next change, or the next start, tries again
}
