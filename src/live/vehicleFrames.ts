/**
 * A few frames of each vehicle, held in memory so that its row can be opened and corrected. By the rule
 * "keep doubtful plates" the best one of a vehicle that leaves doubtful is kept.
 */
import { area } from '../core/geometry.ts';
import { type Vehicle, vehicleStatus } from '../core/live/vehicle.ts';
import type { Plate, Size } from '../core/types.ts';
import type { LivePipeline } from './pipeline.ts';
import { type PlateInView, platesInView } from './platesInView.ts';

export interface VehicleFrame {
  /** JPEG of the whole frame. */
  readonly photo: Promise<Blob>;
  readonly timeMs: number;
  readonly size: Size;
  /** All plates in view, with their vehicles as they were known then. */
  readonly plates: readonly PlateInView[];
}

export interface VehicleFrameParts {
  /** A frame as a JPEG; it may be copied, not kept. */
  readonly encode: (frame: ImageBitmap) => Promise<Blob>;
  /** Whether doubtful plates are to be kept. */
  readonly isWanted: () => boolean;
  /** Keeps a frame; rejects with a message for people. `burst` tells one vehicle from another. */
  readonly keep: (
    photo: Blob,
    plates: readonly Plate[],
    timeMs: number,
    burst: string,
  ) => Promise<void>;
  /** A frame could not be kept. */
  readonly onLost: (error: unknown) => void;
}

interface HeldFrame extends VehicleFrame {
  plates: readonly PlateInView[];
  readonly areaPx: number;
}

/** A plate so much larger than in the last held frame is worth another one; so is one after this time. */
const WORTH = 1.3;
const AGAIN_MS = 700;
const MOST_OF_ONE = 6;
/** Frames held at once; each is a JPEG of some hundred kB. */
const MOST_HELD = 160;
/** Frames being encoded at once: more would take the time that detection wants. */
const MOST_ENCODING = 2;

const shows = (plates: readonly PlateInView[], id: number) =>
  plates.some(({ vehicleId }) => vehicleId === id);

export class VehicleFrames {
  private readonly held = new Map<number, readonly HeldFrame[]>();
  /** Vehicles whose row does not stand yet. */
  private readonly open = new Set<number>();
  private encoding = 0;
  private told = false;

  constructor(private readonly parts: VehicleFrameParts) {}

  /** Frames of a vehicle, in order of time. */
  of(vehicleId: number): readonly VehicleFrame[] {
    return [...(this.held.get(vehicleId) ?? [])].sort((a, b) => a.timeMs - b.timeMs);
  }

  /** The frame with the largest plate. */
  bestOf(vehicleId: number): VehicleFrame | null {
    const [first, ...others] = this.held.get(vehicleId) ?? [];
    if (first === undefined) return null;
    return others.reduce((best, one) => (one.areaPx > best.areaPx ? one : best), first);
  }

  /** A frame on its way to the detector: copied when a vehicle in it is worth another picture. */
  offer(frame: ImageBitmap, timeMs: number, pipeline: LivePipeline): void {
    if (this.encoding >= MOST_ENCODING) return;
    const size = { width: frame.width, height: frame.height };
    // Where the boxes should be; the frame's own come with its detections, unless it is stopped before.
    const plates = platesInView(pipeline, timeMs, size);
    const wanting = pipeline.scene.registry.vehicles.filter(
      (vehicle) => vehicle.isPresent && shows(plates, vehicle.id) && this.wants(vehicle, timeMs),
    );
    if (wanting.length === 0) return;
    const photo = this.encode(frame);
    for (const { id, box } of wanting) {
      this.add(id, { photo, timeMs, size, areaPx: area(box), plates });
      this.open.add(id);
    }
  }

  /** The frame's plates are known now; vehicles whose row stands are decided on. */
  tracked(timeMs: number, pipeline: LivePipeline): void {
    for (const [id, frames] of this.held) {
      const seen = frames.filter((frame) => {
        if (frame.timeMs !== timeMs) return true;
        frame.plates = platesInView(pipeline, timeMs, frame.size);
        // Expected there and not seen: after a cut it would be a plate on bare ground.
        return shows(frame.plates, id);
      });
      if (seen.length < frames.length) this.held.set(id, seen);
    }
    this.decide(pipeline);
  }

  /**
   * Keeps the best frame of vehicles that are doubtful now that their row stands. `isOver`: nothing is
   * read any more, so that every row stands as it is.
   */
  decide(pipeline: LivePipeline, isOver = false): void {
    for (const id of this.open) {
      const vehicle = pipeline.scene.registry.vehicles.find((one) => one.id === id);
      if (vehicle !== undefined && !vehicle.isFinal && !isOver) continue;
      this.open.delete(id);
      const frame = this.bestOf(id);
      if (vehicle === undefined || frame === null || !this.parts.isWanted()) continue;
      if (vehicleStatus(vehicle) === 'ok' || frame.plates.length === 0) continue;
      const plates = frame.plates.map(({ plate }) => plate);
      void frame.photo
        .then((photo) => this.parts.keep(photo, plates, frame.timeMs, `vehicle ${id}`))
        .catch((error: unknown) => this.tell(error));
    }
  }

  /** The vehicle `gone` turned out to be `into`: its frames go over. */
  passOn(gone: number, into: number): void {
    const passed = this.held.get(gone) ?? [];
    this.held.delete(gone);
    this.open.delete(gone);
    for (const frame of passed) this.add(into, frame);
    if (passed.length > 0) this.open.add(into);
  }

  /** Lets go of the frames of all other vehicles. */
  keepOnly(ids: ReadonlySet<number>): void {
    for (const id of this.held.keys()) if (!ids.has(id)) this.held.delete(id);
  }

  private wants(vehicle: Vehicle, timeMs: number): boolean {
    const frames = this.held.get(vehicle.id) ?? [];
    const last = frames.at(-1);
    if (last === undefined) return true;
    const best = Math.max(...frames.map(({ areaPx }) => areaPx));
    const isLarger = area(vehicle.box) > WORTH * best;
    return isLarger || (frames.length < MOST_OF_ONE && timeMs - last.timeMs >= AGAIN_MS);
  }

  private add(id: number, frame: HeldFrame): void {
    const frames = [...(this.held.get(id) ?? []), frame];
    // The smallest plate shows least.
    const least = frames.reduce((a, b) => (b.areaPx < a.areaPx ? b : a));
    this.held.delete(id);
    this.held.set(id, frames.length > MOST_OF_ONE ? frames.filter((f) => f !== least) : frames);
    let count = [...this.held.values()].reduce((sum, { length }) => sum + length, 0);
    for (const [old, { length }] of this.held) {
      if (count <= MOST_HELD || old === id) break;
      this.held.delete(old);
      count -= length;
    }
  }

  private encode(frame: ImageBitmap): Promise<Blob> {
    this.encoding++;
    const photo = this.parts.encode(frame).finally(() => {
      this.encoding--;
    });
    photo.catch(() => undefined); // who asks for it is told
    return photo;
  }

  /** Once a session: a full disk would say it for every vehicle. */
  private tell(error: unknown): void {
    if (this.told) return;
    this.told = true;
    this.parts.onLost(error);
  }
}
