/** How soon vehicles are read: from the frame they are seen in for the second time to their first reading. */
import type { VehicleRegistry } from '../core/live/registry.ts';
import { quantile } from '../core/metrics.ts';

/** Vehicles whose times are kept, newest last. */
const MOST = 500;

export class FirstReadings {
  private newest = 0;
  private readonly waiting = new Map<number, number>();
  private readonly tookMs: number[] = [];

  /** A frame, shown at `shownMs`, was tracked; a track becomes a vehicle with its second frame. */
  seen({ vehicles }: VehicleRegistry, shownMs: number): void {
    for (const { id, isPresent } of vehicles) {
      if (id > this.newest) this.waiting.set(id, shownMs);
      else if (!isPresent) this.waiting.delete(id); // gone unread
    }
    this.newest = vehicles.reduce((most, { id }) => Math.max(most, id), this.newest);
  }

  /** The vehicle was read, perhaps not for the first time. */
  read(vehicleId: number, nowMs: number): void {
    const sinceMs = this.waiting.get(vehicleId);
    if (sinceMs === undefined) return;
    this.waiting.delete(vehicleId);
    this.tookMs.push(nowMs - sinceMs);
    if (this.tookMs.length > MOST) this.tookMs.shift();
  }

  /** The time that 95 % of the vehicles stay under. */
  get summary(): { readonly count: number; readonly p95Ms: number | null } {
    const count = this.tookMs.length;
    return { count, p95Ms: count > 0 ? quantile(this.tookMs, 0.95) : null };
  }
}
