/** Something that is done soon, but no more often than every so many milliseconds. */
export class Throttle {
  private lastMs = Number.NEGATIVE_INFINITY;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stopped = false;

  constructor(
    private readonly run: () => void,
    private readonly everyMs: number,
  ) {}

  /** At once where the last time is long ago, else when it is. */
  soon(): void {
    if (this.stopped) return;
    clearTimeout(this.timer);
    const waitMs = this.everyMs - (performance.now() - this.lastMs);
    if (waitMs <= 0) this.now();
    else this.timer = setTimeout(() => this.now(), waitMs);
  }

  now(): void {
    clearTimeout(this.timer);
    this.lastMs = performance.now();
    this.run();
  }

  /** Nothing is done soon any more. */
  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }
}
