/**
 * One lock over all tabs, held by whoever imports, restores, shrinks or removes for good, and shared
 * by backups: none of them may find the ground changed under its hands. Where the browser has no
 * locks (an insecure origin) work simply goes on.
 */
const NAME = 'platewheel-import';

/** Waits for the lock, then works. @throws the signal's reason when it is raised before */
export function withImportLock<T>(
  work: () => Promise<T>,
  options: Pick<LockOptions, 'mode' | 'signal'> = {},
): Promise<T> {
  return navigator.locks ? navigator.locks.request(NAME, options, work) : work();
}

/** Works only if nobody holds the lock. @returns what `work` counted, else 0 */
export function ifImportLockIsFree(work: () => Promise<number>): Promise<number> {
  if (!navigator.locks) return work();
  return navigator.locks.request(NAME, { ifAvailable: true }, (lock) => (lock ? work() : 0));
}
