/** Events a second over the last two seconds. */
const WINDOW_MS = 2000;

export class RateMeter {
  private times: number[] = [];

  add(nowMs: number): void {
    this.times.push(nowMs);
    if (this.times.length > 300) this.times = this.within(nowMs);
  }

  perSecond(nowMs: number): number {
    const recent = this.within(nowMs);
    const first = recent[0];
    if (first === undefined || recent.length < 2) return 0;
    return ((recent.length - 1) * 1000) / Math.max(1, nowMs - first);
  }

  private within(nowMs: number): number[] {
    return this.times.filter((time) => time > nowMs - WINDOW_MS);
  }
}
