/**
 * The rule "keep doubtful plates": of each vehicle whose text has not settled, the frame with the
 * largest plate is held in memory; when the vehicle leaves and is still doubtful, it is kept.
 */
import { area } from '../core/geometry.ts';
import { vehicleStatus } from '../core/live/vehicle.ts';
import type { Plate } from '../core/types.ts';
import type { LivePipeline } from './pipeline.ts';
import { platesAt } from './platesInView.ts';

export interface DoubtfulFrameParts {
  /** Whether the rule holds now. */
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

interface HeldFrame {
  readonly photo: Promise<Blob>;
  readonly timeMs: number;
  readonly areaPx: number;
  plates: readonly Plate[];
}

/** A larger plate replaces the held frame only when it is worth encoding again. */
const WORTH = 1.25;
/** Frames held at once; each is a JPEG of some hundred kB. */
const MOST_HELD = 40;

export class DoubtfulFrames {
  private readonly held = new Map<number, HeldFrame>();
  private told = false;

  constructor(private readonly parts: DoubtfulFrameParts) {}

  /** A frame on its way to the detector: copied when it shows a doubtful plate larger than before. */
  offer(frame: ImageBitmap, timeMs: number, pipeline: LivePipeline): void {
    if (!this.parts.isWanted()) return;
    const larger = pipeline.scene.registry.vehicles.filter(
      (vehicle) =>
        vehicle.isPresent &&
        !vehicle.hasConverged &&
        area(vehicle.box) > WORTH * (this.held.get(vehicle.id)?.areaPx ?? 0),
    );
    if (larger.length === 0 || this.held.size >= MOST_HELD) return;
    const canvas = new OffscreenCanvas(frame.width, frame.height);
    canvas.getContext('2d', { alpha: false })?.drawImage(frame, 0, 0);
    const photo = canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
    // Where the boxes should be; the frame's own come with its detections, unless it is stopped before.
    const plates = platesAt(pipeline, timeMs, pipeline.frameSize);
    for (const { id, box } of larger) {
      this.held.set(id, { photo, timeMs, areaPx: area(box), plates });
    }
  }

  /** The frame's plates are known now; vehicles that left are decided on. */
  tracked(timeMs: number, pipeline: LivePipeline): void {
    if (this.held.size === 0) return;
    for (const frame of this.held.values()) {
      if (frame.timeMs === timeMs) frame.plates = platesAt(pipeline, timeMs, pipeline.frameSize);
    }
    this.leave(pipeline);
  }

  /**
   * Keeps the frames of doubtful vehicles whose row stands, lets go of the others'. `isOver`: nothing
   * is read any more, so that every row stands as it is.
   */
  leave(pipeline: LivePipeline, isOver = false): void {
    for (const [id, frame] of this.held) {
      const vehicle = pipeline.scene.registry.vehicles.find((one) => one.id === id);
      if (vehicle !== undefined && !vehicle.isFinal && !isOver) continue;
      this.held.delete(id);
      if (vehicle === undefined || vehicleStatus(vehicle) === 'ok' || frame.plates.length === 0)
        continue;
      void frame.photo
        .then((photo) => this.parts.keep(photo, frame.plates, frame.timeMs, `vehicle ${id}`))
        .catch((error: unknown) => this.tell(error));
    }
  }

  /** Once a session: a full disk would say it for every vehicle. */
  private tell(error: unknown): void {
    if (this.told) return;
    this.told = true;
    this.parts.onLost(error);
  }
}
