/**
 * The replica: every kept change is written once more into a database of its own.
 *
 * Why: when Chromium is killed while it writes, LevelDB's log can end in half a record. The next
 * start ignores it and goes on writing behind it; the start after that finds half a record in the
 * middle, calls the database corrupt and deletes it, with everything that was ever kept.
 *
 * Each change gives the database a new version, drawn at random. The replica takes a change only if
 * it has the version from before it, so equal versions mean equal contents, whatever went wrong between.
 */
import type { Connection } from '../schema.ts';

/** Besides, of `settings`: which database this is. */
export const IDENTITY = 'identity';
/** In `settings` of both: the state they are in. The key is older than its name. */
export const VERSION_KEY = 'stamp';

const LOCK = 'platewheel-copy';

/** `null`: nothing was ever kept. `unstamped`: kept while there were none, or room for none. */
export type Version = string | null;

/** `filling`: on its way to `stamp` (a version), for the other database is being copied into this one. */
export interface ReplicaVersion {
  readonly stamp: Version;
  readonly before: Version;
  readonly filling: boolean;
}

/**
 * One at a time over all tabs and workers, so that both databases see changes in one order. Where
 * the browser has no locks there is no replica either, and work simply goes on.
 */
export function withLock<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks ? navigator.locks.request(LOCK, work) : work();
}

interface SettingsStore {
  get(key: string): Promise<unknown>;
}

/** The version in a database's `settings`. */
export async function versionIn(settings: SettingsStore): Promise<Version> {
  const version = (await settings.get(VERSION_KEY)) as string | undefined;
  return version ?? ((await settings.get(IDENTITY)) ? 'unstamped' : null);
}

/** The same of a connection. */
export function versionOf(db: Connection): Promise<Version> {
  return versionIn({ get: (key) => db.get('settings', key) });
}

export async function replicaVersionOf(replica: Connection): Promise<ReplicaVersion> {
  const found = (await replica.get('settings', VERSION_KEY)) as ReplicaVersion | undefined;
  return found ?? { stamp: null, before: null, filling: false };
}

/** Whether `db` is new beside a replica that knows one, or a change behind it: then it lost that. */
export async function isLost(db: Connection, replica: Connection): Promise<boolean> {
  const [version, other] = [await versionOf(db), await replicaVersionOf(replica)];
  if (other.stamp === null) return false;
  // Half of what was there is more than nothing.
  if (other.filling) return version === null && (await replica.count('samples')) > 0;
  return version === null || version === other.before;
}
