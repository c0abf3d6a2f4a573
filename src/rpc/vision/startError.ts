import type { ReadFailure } from '../../core/failure.ts';

/** A failed start, worded for people. */
export class VisionStartError extends Error {
  override name = 'VisionStartError';

  constructor(readonly failure: ReadFailure) {
    super(failure.message);
  }
}
