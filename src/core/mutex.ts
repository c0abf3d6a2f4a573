/** One thing at a time, in the order asked. */
export class Mutex {
  private tail: Promise<unknown> = Promise.resolve();

  /** Runs `work` when all that was asked before is done, however that ended. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const done = this.tail.then(work);
    this.tail = done.catch(() => undefined);
    return done;
  }
}
