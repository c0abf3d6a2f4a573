/** What can go wrong with keeping things, in words for people. */

/**
 * - `full`: the browser gives no more room; nothing of the change was written.
 * - `failed`: the browser could not write; it is being put right, and then works again by itself.
 * - `refused`: no storage here at all (some private windows).
 * - `unconfirmed`: what was read back is not what was written.
 * - `conflict`: someone changed the same thing in another tab since.
 * - `gone`: everything was wiped meanwhile.
 * - `outdated`: another tab upgraded the database, so this one can write no more.
 */
export class StoreError extends Error {
  override name = 'StoreError';

  constructor(
    readonly code: 'full' | 'failed' | 'refused' | 'unconfirmed' | 'conflict' | 'gone' | 'outdated',
    options?: ErrorOptions,
  ) {
    super(MESSAGES[code], options);
  }
}

const MESSAGES = {
  full: 'This browser’s storage is full, so nothing of this change was kept. On the Dataset screen, export a backup, then delete photos or make photos smaller; or free disk space.',
  failed:
    'The browser could not write to its storage, most often because the disk is full, so this was not saved. Free disk space; then it works again by itself.',
  refused:
    'This browser refuses storage here (perhaps a private window), so corrections cannot be kept. Open the page in an ordinary window.',
  unconfirmed:
    'The browser did not give back what was written, so this is not counted as kept. Try again; if it happens again, export a backup.',
  conflict:
    'This plate was changed in another tab since, so nothing was undone. Look at it as it is now.',
  gone: 'Everything was wiped in another tab meanwhile, so nothing of this was kept. Start again.',
  outdated:
    'A newer version of this app is open in another tab, so nothing of this change was kept. Reload this tab, then make it again.',
} as const;

/** Puts a browser's error into our words; others pass unchanged. */
export function toStoreError(error: unknown): unknown {
  const name = error instanceof DOMException ? error.name : '';
  // Chromium's words for a full disk; an abort without a reason is a connection it had to close.
  if (name === 'UnknownError' || name === 'AbortError') {
    return new StoreError('failed', { cause: error });
  }
  if (name === 'QuotaExceededError') return new StoreError('full', { cause: error });
  if (name === 'SecurityError' || name === 'InvalidStateError') {
    return new StoreError('refused', { cause: error });
  }
  return error;
}
