/** What a long job carries with it: whether to stop, and whom to tell how far it is. */

import { ZipError } from '../core/zip/zipError.ts';
import type { ArchiveFailure, ArchiveProgress } from '../rpc/archive/contract.ts';
import { StoreError } from '../store/storeError.ts';

export interface Job {
  readonly signal: AbortSignal;
  readonly report: (progress: ArchiveProgress) => void;
}

/** A message crosses threads; ten a second are enough. */
const REPORT_MS = 100;

/** Reports at most ten times a second, and the last of a stage always. */
export function throttled(
  report: (progress: ArchiveProgress) => void,
): (progress: ArchiveProgress) => void {
  let last = 0;
  return (progress) => {
    const now = performance.now();
    if (now - last < REPORT_MS && progress.done < progress.total) return;
    last = now;
    report(progress);
  };
}

/** A refusal or failure of ours, with its code. */
export class ArchiveError extends Error {
  override name = 'ArchiveError';

  constructor(
    readonly code: ArchiveFailure['code'],
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const NEXT: Readonly<Record<ZipError['code'], string>> = {
  hostile: 'Nothing of it was taken. Ask whoever made it for another copy.',
  limit: 'Nothing of it was taken. Split it into smaller ones.',
  damaged: 'Nothing of it was taken. Copy or download it again.',
  unsupported: 'Nothing of it was taken. Pack the files again as an ordinary zip.',
};

/** Any error as data, in words for people. */
export function toArchiveFailure(error: unknown): ArchiveFailure {
  if (error instanceof ArchiveError) return { code: error.code, message: error.message };
  if (error instanceof ZipError) {
    return { code: error.code, message: `${error.message} ${NEXT[error.code]}` };
  }
  if (error instanceof StoreError) {
    return { code: error.code === 'full' ? 'full' : 'refused', message: error.message };
  }
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'AbortError') return { code: 'cancelled', message: 'Stopped. Nothing was changed.' };
  if (name === 'QuotaExceededError') {
    return {
      code: 'full',
      message: 'There is not enough room for this file. Free disk space, or choose fewer formats.',
    };
  }
  if (name === 'NotReadableError' || name === 'NotFoundError') {
    return {
      code: 'damaged',
      message: 'A file was moved, deleted or changed while it was read. Choose it again.',
    };
  }
  const detail = error instanceof Error ? error.message : String(error);
  return {
    code: 'unexpected',
    message: `This stopped unexpectedly (${detail}). Nothing was changed. Try again.`,
  };
}
