/** Failures of the vision pipeline, as every place it runs in tells them. */
import type { ReadFailure } from '../core/failure.ts';

/**
 * An expected failure with a message for people. Everything the pipeline throws on purpose is one;
 * anything else is a bug or a broken engine and becomes `engine`.
 */
export class VisionError extends Error {
  constructor(
    readonly code: ReadFailure['code'],
    message: string,
    /** Whether trying again, perhaps on a fresh worker, may help. */
    readonly transient = false,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'VisionError';
  }
}

/** Any thrown value as a failure to tell. */
export function toFailure(error: unknown): ReadFailure {
  if (error instanceof VisionError) {
    return { code: error.code, message: error.message, transient: error.transient };
  }
  const detail = error instanceof Error ? error.message : String(error);
  return {
    code: 'engine',
    message: `The reader stopped on this photo (${detail}). Try it again; if it fails again, reload the page.`,
    transient: true,
  };
}
