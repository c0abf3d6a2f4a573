/**
 * One thing at a time, in the order asked. The models of one engine share it: the WebGPU runtime
 * cannot be entered twice at once, a detection beside a reading ends it with "memory access out of
 * bounds". On wasm a run blocks the worker anyway, so that nothing is lost by it.
 */
export class Mutex {
  private tail: Promise<unknown> = Promise.resolve();

  /** Runs `work` when all that was asked before is done, however that ended. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const done = this.tail.then(work);
    this.tail = done.catch(() => undefined);
    return done;
  }
}
