/** Vehicles that turned out to be one: what is kept of the id that goes passes to the one that stays. */
import { mergedIds, type VehicleRegistry } from '../core/live/registry.ts';
import type { Vehicle } from '../core/live/vehicle.ts';

export class TrackMerging {
  /**
   * @param before the registry as the receiver knows it
   * @param onMerged `gone` goes on as `into`
   */
  constructor(
    private before: VehicleRegistry,
    private readonly onMerged: (gone: number, into: Vehicle) => void,
  ) {}

  /** The registry has changed. */
  follow(now: VehicleRegistry): void {
    const merged = mergedIds(this.before, now);
    this.before = now;
    for (const [gone, into] of merged) {
      const vehicle = now.vehicles.find(({ id }) => id === into);
      if (vehicle !== undefined) this.onMerged(gone, vehicle);
    }
  }
}
