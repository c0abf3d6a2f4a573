/** When a worker that fails is given up: one that crashed is replaced by the next call. */
import type { ReadFailure } from '../core/failure.ts';
import { WorkerCrashError } from '../rpc/handle.ts';
import type { LiveVision } from '../rpc/vision/live.ts';

/** Failures in a row after which a session gives up. */
const MAX_FAILURES = 4;

export class WorkerFailures {
  private inARow = 0;
  /** Of `vision.restarts`, those that were counted as failures. */
  private crashes = 0;

  constructor(private readonly vision: Pick<LiveVision, 'restarts' | 'recycle'>) {}

  succeeded(): void {
    this.inARow = 0;
  }

  /**
   * Counts a failure; one that another worker may not have replaces this one.
   * @param reason a `ReadFailure`, or whatever was thrown
   * @returns what to say where this was one too many, else null
   */
  failed(reason: unknown): string | null {
    const { vision } = this;
    if (reason instanceof WorkerCrashError) {
      // Replaced on purpose, or a crash that took several calls along and is counted already.
      if (reason.reason === 'closed' || vision.restarts === this.crashes) return null;
      this.crashes = vision.restarts;
    } else if ((reason as Partial<ReadFailure> | null)?.transient) vision.recycle();
    this.inARow++;
    if (this.inARow < MAX_FAILURES) return null;
    const message = (reason as { message?: unknown } | null)?.message;
    return typeof message === 'string' ? message : String(reason);
  }
}
