/** How far a run is, on the standard error output. */

/** The rate is taken over this much of the latest time, so that it follows a change of photos. */
const WINDOW_MS = 20_000;
const EVERY_MS = 500;

export class Progress {
  private done: number;
  private failed = 0;
  private shownAt = 0;
  private readonly recent: number[] = [];

  /** @param before photos read by earlier runs */
  constructor(
    private readonly total: number,
    before: number,
    private readonly write: ((text: string) => void) | null,
    private readonly now: () => number = Date.now,
  ) {
    this.done = before;
  }

  photo(isRead: boolean): void {
    this.done++;
    if (!isRead) this.failed++;
    const at = this.now();
    this.recent.push(at);
    while ((this.recent[0] as number) < at - WINDOW_MS) this.recent.shift();
    if (at - this.shownAt < EVERY_MS && this.done < this.total) return;
    this.shownAt = at;
    this.write?.(`\r${this.line()}\u001b[K`);
  }

  /** Ends the line. */
  end(): void {
    if (this.recent.length > 0) this.write?.(`\r${this.line()}\u001b[K\n`);
  }

  /** `12 of 100 photos · 6.1 a second · 14 s left · 1 failed` */
  line(): string {
    const first = this.recent[0] ?? 0;
    const seconds = ((this.recent.at(-1) ?? 0) - first) / 1000;
    const rate = seconds > 0 ? (this.recent.length - 1) / seconds : 0;
    const parts = [`${this.done} of ${this.total} photos`];
    if (rate > 0) {
      parts.push(`${rate.toFixed(1)} a second`);
      if (this.done < this.total) parts.push(`${timeText((this.total - this.done) / rate)} left`);
    }
    if (this.failed > 0) parts.push(`${this.failed} failed`);
    return parts.join(' · ');
  }
}

function timeText(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
