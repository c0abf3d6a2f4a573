/**
 * A vehicle that has left is read once more before its row stands: its surest crop, the way photos are
 * read (with test-time augmentation).
 */

import type { FrameCrop } from '../core/live/frame.ts';
import { finish } from '../core/live/registry.ts';
import type { Vehicle } from '../core/live/vehicle.ts';
import type { Reading } from '../core/types.ts';
import type { Scene } from './readScheduler.ts';

/** A crop with what one look read in it. */
export interface ReadCrop {
  readonly crop: FrameCrop;
  readonly timeMs: number;
  /** From `cropScore`, 0–1. */
  readonly score: number;
  /** Of its reading, 0–1. */
  readonly confidence: number;
}

/** Crops held for vehicles in view and just gone; each is under 310 kB. */
const MOST_HELD = 120;

export class FinalReadings {
  private readonly surest = new Map<number, ReadCrop>();

  constructor(
    private readonly scene: Scene,
    private readonly sameEventMs: () => number,
  ) {}

  /** A crop was read: kept while it is the vehicle's surest one. */
  offer(vehicleId: number, read: ReadCrop): void {
    const held = this.surest.get(vehicleId);
    if (held !== undefined && worth(held) >= worth(read)) return;
    this.surest.delete(vehicleId);
    this.surest.set(vehicleId, read);
    for (const id of this.surest.keys()) {
      if (this.surest.size <= MOST_HELD) break;
      this.surest.delete(id);
    }
  }

  /** The vehicle `gone` turned out to be `into`. */
  passOn(gone: number, into: number): void {
    const held = this.surest.get(gone);
    this.surest.delete(gone);
    if (held !== undefined) this.offer(into, held);
  }

  /** A vehicle that left and is to be read once more; those without a crop stand at once. */
  next(): { readonly vehicleId: number; readonly read: ReadCrop } | null {
    const { vehicles } = this.scene.registry;
    const known = new Set(vehicles.map(({ id }) => id));
    for (const id of this.surest.keys()) if (!known.has(id)) this.surest.delete(id); // forgotten
    for (const vehicle of vehicles) {
      if (vehicle.isPresent || vehicle.isFinal) continue;
      const read = this.surest.get(vehicle.id);
      if (read !== undefined) return { vehicleId: vehicle.id, read };
      this.scene.registry = finish(this.scene.registry, vehicle.id, null);
    }
    return null;
  }

  /** The answer came. @returns the vehicle as it stands now; undefined where it came back meanwhile */
  take(
    vehicleId: number,
    { crop, timeMs, score }: ReadCrop,
    reading: Reading,
  ): Vehicle | undefined {
    const { heightPx, sharpness } = crop.quality;
    const one = { timeMs, reading, score, heightPx, sharpness, isFinal: true };
    const before = this.scene.registry;
    this.scene.registry = finish(before, vehicleId, one, { sameEventMs: this.sameEventMs() });
    if (this.scene.registry === before) return undefined;
    this.surest.delete(vehicleId);
    return this.scene.registry.vehicles.find(({ id }) => id === vehicleId);
  }

  clear(): void {
    this.surest.clear();
  }
}

const worth = ({ score, confidence }: ReadCrop): number => score * confidence;
