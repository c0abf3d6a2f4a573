import type { ReadFailure } from './contract.ts';

/** A failed start, worded for people. */
export class VisionStartError extends Error {
  override name = 'VisionStartError';

  constructor(readonly failure: ReadFailure) {
    super(failure.message);
  }
}
