/**
 * The page's side of a worker: starts it when first needed, sends one call at a time, gives each a
 * deadline, and starts a fresh worker when one crashes, hangs or has run long enough. Comlink
 * alone leaves the callers of a dead worker waiting for ever.
 */
import { type Remote, releaseProxy, wrap } from 'comlink';

/** The part of `Worker` we use; unit tests pass message ports. */
export interface WorkerLike {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  addEventListener(type: string, listener: (event: Event) => void): void;
  removeEventListener(type: string, listener: (event: Event) => void): void;
  terminate(): void;
}

/** The worker died or did not answer; `reason` says which. The same call may work on a fresh one. */
export class WorkerCrashError extends Error {
  override name = 'WorkerCrashError';

  constructor(
    readonly reason: 'error' | 'messageerror' | 'deadline' | 'closed',
    detail = '',
  ) {
    super(`The worker ${REASONS[reason]}${detail ? `: ${detail}` : ''}.`);
  }
}

const REASONS = {
  error: 'crashed',
  messageerror: 'sent an answer that could not be read',
  deadline: 'did not answer in time',
  closed: 'was stopped',
};

export interface HandleOptions<Api> {
  readonly spawn: () => WorkerLike;
  /** Prepares a fresh worker before its first call. */
  readonly init?: (api: Remote<Api>) => Promise<void>;
  /** Milliseconds that may take, where it may take longer than a call. */
  readonly initDeadlineMs?: number;
  /** Milliseconds a call may take once it runs. */
  readonly deadlineMs: number;
  /** Calls after which a worker is replaced, against slow leaks in engines; 0 for never. */
  readonly recycleAfter?: number;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly deadlineMs?: number;
  /** How often the call is repeated on a fresh worker after a crash; by default once. */
  readonly retries?: number;
  /** Sends the call beside the queue, for long work that waits rather than computes. */
  readonly besideQueue?: boolean;
}

interface Live<Api> {
  readonly worker: WorkerLike;
  readonly api: Remote<Api>;
  readonly died: Promise<never>;
  readonly stop: (error: WorkerCrashError) => void;
  ready: Promise<void> | null;
  calls: number;
}

/** See the top of the file. */
export class WorkerHandle<Api> {
  private live: Live<Api> | null = null;
  private tail: Promise<unknown> = Promise.resolve();
  private restartCount = 0;
  private closed = false;

  constructor(private readonly options: HandleOptions<Api>) {}

  /** Workers lost to crashes and deadlines so far; planned recycling does not count. */
  get restarts(): number {
    return this.restartCount;
  }

  /**
   * Queues `work` and runs it on the worker. Rejects with the signal's reason when aborted: a
   * waiting call is never sent; for a running one the answer is dropped, the worker stays warm, and
   * the next call waits for it. @throws WorkerCrashError when retries are used up.
   */
  call<T>(work: (api: Remote<Api>) => Promise<T>, options: CallOptions = {}): Promise<T> {
    const { signal } = options;
    const run = (options.besideQueue ? Promise.resolve() : this.tail).then(() => {
      signal?.throwIfAborted();
      return this.attempt(work, options, options.retries ?? 1);
    });
    if (!options.besideQueue) this.tail = run.catch(() => undefined);
    return signal ? abortable(run, signal) : run;
  }

  /** Replaces the worker once the calls queued so far are done. */
  recycle(): void {
    this.tail = this.tail.then(() => this.drop());
  }

  /** Stops the worker for good; pending calls are rejected. */
  close(): void {
    this.closed = true;
    this.drop();
  }

  private drop(): void {
    this.live?.stop(new WorkerCrashError('closed'));
    this.live = null;
  }

  private async attempt<T>(
    work: (api: Remote<Api>) => Promise<T>,
    options: CallOptions,
    retries: number,
  ): Promise<T> {
    if (this.closed) throw new WorkerCrashError('closed');
    const { recycleAfter = 0 } = this.options;
    if (this.live && recycleAfter > 0 && this.live.calls >= recycleAfter) this.drop();
    this.live ??= this.spawn();
    const { live } = this;
    const { deadlineMs = this.options.deadlineMs } = options;
    const within = (ms: number) =>
      setTimeout(() => live.stop(new WorkerCrashError('deadline')), ms);
    let deadline = within(Math.max(deadlineMs, this.options.initDeadlineMs ?? 0));
    let isOver = false;
    const answer = this.ready(live).then(() => {
      if (isOver) return live.died; // it got ready too late
      clearTimeout(deadline);
      deadline = within(deadlineMs);
      return work(live.api);
    });
    try {
      live.calls++;
      return await Promise.race([answer, live.died]);
    } catch (error) {
      isOver = true;
      if (!(error instanceof WorkerCrashError)) throw error;
      if (error.reason === 'closed') throw error;
      if (retries <= 0 || options.signal?.aborted) throw error;
      return await this.attempt(work, options, retries - 1);
    } finally {
      isOver = true;
      clearTimeout(deadline);
    }
  }

  private ready(live: Live<Api>): Promise<void> {
    live.ready ??= Promise.resolve(this.options.init?.(live.api)).catch((error: unknown) => {
      live.ready = null; // a failed preparation is tried again by the next call
      throw error;
    });
    return live.ready;
  }

  private spawn(): Live<Api> {
    const worker = this.options.spawn();
    const api = wrap<Api>(worker as unknown as Worker);
    let reject: (error: WorkerCrashError) => void = () => undefined;
    const died = new Promise<never>((_, fail) => {
      reject = fail;
    });
    died.catch(() => undefined); // the crash may come while nobody waits
    const listeners = (['error', 'messageerror'] as const).map((type) => {
      const listener = (event: Event) =>
        stop(new WorkerCrashError(type, (event as ErrorEvent).message));
      worker.addEventListener(type, listener);
      return { type, listener };
    });
    const stop = (error: WorkerCrashError) => {
      for (const { type, listener } of listeners) worker.removeEventListener(type, listener);
      api[releaseProxy]();
      worker.terminate();
      if (this.live === live) this.live = null;
      if (error.reason !== 'closed') this.restartCount++;
      reject(error);
    };
    const live: Live<Api> = { worker, api, died, stop, ready: null, calls: 0 };
    return live;
  }
}

/** Settles with `run`, or rejects as soon as `signal` aborts. */
function abortable<T>(run: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    run.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
