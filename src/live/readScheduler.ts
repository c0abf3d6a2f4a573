/** Reads the crops that are worth it, best first, a few between two detections, and counts the votes. */
import { addReading, type VehicleRegistry } from '../core/live/registry.ts';
import type { TrackerState } from '../core/live/tracker.ts';
import { isOutgrown, type Vehicle } from '../core/live/vehicle.ts';
import type { FrameCrop } from '../rpc/contract.ts';
import type { LiveVision } from '../rpc/liveVision.ts';
import { CropQueue, type WaitingCrop } from './cropQueue.ts';
import type { FirstReadings } from './firstReadings.ts';
import type { LiveOptions } from './options.ts';

/** What is in view and what was: shared by tracking and reading. */
export interface Scene {
  tracker: TrackerState;
  registry: VehicleRegistry;
  /** Time of the newest frame that was tracked. */
  lastTimeMs: number;
}

export interface SchedulerParts {
  readonly vision: LiveVision;
  readonly options: () => LiveOptions;
  readonly now: () => number;
  readonly first: FirstReadings;
  /** A crop of a vehicle, worth showing if it is its best one. */
  readonly onCrop: (vehicleId: number, crop: FrameCrop, score: number) => void;
  /** A vehicle's text may have changed. */
  readonly onRead: (vehicle: Vehicle) => void;
  /** A failure the worker told of, or an error that was thrown. */
  readonly onFailure: (reason: unknown) => void;
  readonly onSuccess: () => void;
  /** A batch is done; more may be waiting. */
  readonly onIdle: () => void;
}

/** Reading may take this long between two detections, milliseconds. */
const READ_BUDGET_MS = 30;
const MAX_BATCH = 4;
/** A crop that waited longer than this is not worth reading any more, in real time. */
const STALE_MS = 4000;

export class ReadScheduler {
  readonly queue: CropQueue;
  /** Crops read so far. */
  count = 0;
  private busy = false;
  private closed = false;
  private readMs = READ_BUDGET_MS;

  constructor(
    private readonly parts: SchedulerParts,
    private readonly scene: Scene,
    private readonly paced: boolean,
  ) {
    this.queue = new CropQueue(() => parts.options().readAll);
  }

  get isBusy(): boolean {
    return this.busy;
  }

  /** More than a file's frames should pile up. */
  get isBehind(): boolean {
    return this.queue.length >= 2 * MAX_BATCH;
  }

  close(): void {
    this.closed = true;
    this.queue.clear();
  }

  vehicleOf(trackId: number): Vehicle | undefined {
    const id = this.scene.registry.ofTrack.get(trackId);
    return id === undefined ? undefined : this.scene.registry.vehicles.find((v) => v.id === id);
  }

  /** Starts the next batch, unless one is under way or nothing waits. */
  readNext(): void {
    if (this.busy || this.closed) return;
    const affordable = Math.floor(READ_BUDGET_MS / Math.max(1, this.readMs));
    const crops = this.queue.take(
      Math.max(1, Math.min(MAX_BATCH, affordable)),
      (crop) => this.wishFor(crop),
      ({ trackId, readings }) => this.vehicleOf(trackId)?.readings.length ?? readings,
    );
    if (crops.length > 0) void this.read(crops);
  }

  private wishFor({ trackId, timeMs, crop }: WaitingCrop): 'now' | 'later' | 'never' {
    const isStale = !this.paced && this.scene.lastTimeMs - timeMs > STALE_MS;
    const vehicle = this.vehicleOf(trackId);
    if (vehicle === undefined) {
      // A track seen once: its crop counts if it is seen again.
      const isAlive = this.scene.tracker.tracks.some((track) => track.id === trackId);
      return isAlive && !isStale ? 'later' : 'never';
    }
    if (this.parts.options().readAll) return 'now';
    const stands = vehicle.hasConverged && !isOutgrown(vehicle, crop.quality.heightPx);
    return stands || isStale ? 'never' : 'now';
  }

  private async read(crops: readonly WaitingCrop[]): Promise<void> {
    const { vision, now, onFailure, onSuccess } = this.parts;
    this.busy = true;
    const startedMs = now();
    try {
      const outcome = await vision.read(crops.map(({ crop }) => crop));
      this.readMs += 0.3 * ((now() - startedMs) / crops.length - this.readMs);
      if (this.closed) return;
      if (!outcome.ok) return onFailure(outcome.failure);
      onSuccess();
      crops.forEach((crop, i) => {
        const reading = outcome.value[i];
        if (reading !== undefined) this.vote(crop, reading);
      });
    } catch (error) {
      onFailure(error);
    } finally {
      this.busy = false;
      this.parts.onIdle();
    }
  }

  private vote(
    { trackId, timeMs, score, crop }: WaitingCrop,
    reading: Parameters<typeof addReading>[2]['reading'],
  ): void {
    const vehicle = this.vehicleOf(trackId);
    if (vehicle === undefined) return;
    this.count++;
    this.parts.first.read(vehicle.id, this.parts.now());
    const { heightPx, sharpness } = crop.quality;
    const one = { timeMs, reading, score, heightPx, sharpness };
    const sameEventMs = this.parts.options().sameEventMinutes * 60_000;
    this.scene.registry = addReading(this.scene.registry, vehicle.id, one, { sameEventMs });
    const after = this.vehicleOf(trackId);
    if (after === undefined) return;
    this.parts.onCrop(after.id, crop, score);
    this.parts.onRead(after);
  }
}
