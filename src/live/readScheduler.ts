/** Reads the crops that are worth it, best first, a few between two detections, and counts the votes. */

import type { FrameCrop } from '../core/live/frame.ts';
import { addReading, type VehicleRegistry } from '../core/live/registry.ts';
import type { TrackerState } from '../core/live/tracker.ts';
import { isOutgrown, type Vehicle } from '../core/live/vehicle.ts';
import type { Reading } from '../core/types.ts';
import type { LiveVision } from '../rpc/vision/live.ts';
import { CropQueue, type WaitingCrop } from './cropQueue.ts';
import { FinalReadings, type ReadCrop } from './finalReading.ts';
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
  /** A crop of a vehicle and what was read in it, worth showing if it is its best one. */
  readonly onCrop: (vehicleId: number, crop: FrameCrop, score: number, text: string) => void;
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
/** Of so many batches one is for a vehicle that has left, however many crops wait. */
const FINAL_EVERY = 4;
/** A crop that waited longer than this is not worth reading any more, in real time. */
const STALE_MS = 4000;

export class ReadScheduler {
  readonly queue: CropQueue;
  /** Crops read so far. */
  count = 0;
  private busy = false;
  private closed = false;
  private readMs = READ_BUDGET_MS;
  private batches = 0;
  private readonly finals: FinalReadings;

  constructor(
    private readonly parts: SchedulerParts,
    private readonly scene: Scene,
    private readonly paced: boolean,
  ) {
    this.queue = new CropQueue(() => parts.options().readAll);
    this.finals = new FinalReadings(scene, () => parts.options().sameEventMinutes * 60_000);
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
    this.finals.clear();
  }

  /** The vehicle `gone` turned out to be `into`: its surest crop goes over. */
  passOn(gone: number, into: number): void {
    this.finals.passOn(gone, into);
  }

  vehicleOf(trackId: number): Vehicle | undefined {
    const id = this.scene.registry.ofTrack.get(trackId);
    return id === undefined ? undefined : this.scene.registry.vehicles.find((v) => v.id === id);
  }

  /** Starts the next batch, unless one is under way or nothing waits. */
  readNext(): void {
    if (this.busy || this.closed) return;
    const isFinalsTurn = ++this.batches % FINAL_EVERY === 0;
    if (isFinalsTurn && this.readFinal()) return;
    const affordable = Math.floor(READ_BUDGET_MS / Math.max(1, this.readMs));
    const crops = this.queue.take(
      Math.max(1, Math.min(MAX_BATCH, affordable)),
      (crop) => this.wishFor(crop),
      ({ trackId, readings }) => this.vehicleOf(trackId)?.readings.length ?? readings,
    );
    if (crops.length > 0) void this.read(crops);
    else if (!isFinalsTurn) this.readFinal();
  }

  /** @returns whether a vehicle that has left is being read once more */
  private readFinal(): boolean {
    const next = this.finals.next();
    if (next !== null) void this.finish(next.vehicleId, next.read);
    return next !== null;
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
    const startedMs = this.parts.now();
    await this.ask(
      crops.map(({ crop }) => crop),
      false,
      (readings) => {
        this.readMs += 0.3 * ((this.parts.now() - startedMs) / crops.length - this.readMs);
        crops.forEach((crop, i) => {
          const reading = readings[i];
          if (reading !== undefined) this.vote(crop, reading);
        });
      },
    );
  }

  private async finish(vehicleId: number, read: ReadCrop): Promise<void> {
    await this.ask([read.crop], true, ([reading]) => {
      if (reading === undefined) return;
      const vehicle = this.finals.take(vehicleId, read, reading);
      if (vehicle === undefined) return;
      this.parts.onCrop(vehicle.id, read.crop, read.score, reading.text);
      this.parts.onRead(vehicle);
    });
  }

  private async ask(
    crops: readonly FrameCrop[],
    tta: boolean,
    take: (readings: readonly Reading[]) => void,
  ): Promise<void> {
    const { vision, onFailure, onSuccess } = this.parts;
    this.busy = true;
    try {
      const outcome = await vision.read(crops, tta);
      if (this.closed) return;
      if (!outcome.ok) return onFailure(outcome.failure);
      onSuccess();
      take(outcome.value);
    } catch (error) {
      onFailure(error);
    } finally {
      this.busy = false;
      this.parts.onIdle();
    }
  }

  private vote({ trackId, timeMs, score, crop }: WaitingCrop, reading: Reading): void {
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
    this.finals.offer(after.id, { crop, timeMs, score, confidence: reading.confidence });
    this.parts.onCrop(after.id, crop, score, reading.text);
    this.parts.onRead(after);
  }
}
