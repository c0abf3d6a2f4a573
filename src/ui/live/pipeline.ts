/**
 * What happens to a frame: detect, track, choose crops, read, vote. At most two frames are with
 * the worker, one at work and one next; what comes meanwhile is dropped and counted, never queued.
 */
import { cropScore, isWorthReading } from '../../core/live/cropChoice.ts';
import { withoutNested } from '../../core/live/nested.ts';
import { LADDER, nextPace, type Pace, startPace } from '../../core/live/pace.ts';
import type { CropQuality } from '../../core/live/quality.ts';
import { regionPixels } from '../../core/live/region.ts';
import { addReading, forget, NO_VEHICLES, observe, type Roster } from '../../core/live/roster.ts';
import { type Profile, type Shift, shiftBetween } from '../../core/live/shake.ts';
import {
  NO_TRACKS,
  stepTracker,
  TRACKER_DEFAULTS,
  type TrackerState,
  trackBoxAt,
} from '../../core/live/tracker.ts';
import type { Vehicle } from '../../core/live/vehicle.ts';
import type { Box, Size } from '../../core/types.ts';
import type { FrameCrop, FrameDetections, Outcome } from '../../rpc/contract.ts';
import type { LiveVision } from '../../rpc/liveVision.ts';
import { CropQueue, type WaitingCrop } from './cropQueue.ts';
import type { LiveOptions } from './liveOptions.ts';

export interface PipelineParts {
  readonly vision: LiveVision;
  /** The frame that is shown now, of bounded size; the pipeline owns it. */
  readonly grab: () => Promise<ImageBitmap>;
  readonly options: () => LiveOptions;
  /** Milliseconds of a steady clock. */
  readonly now: () => number;
  /** Something changed that is worth showing. */
  readonly onChange: () => void;
  /** A vehicle's text changed, with the crop that was read. */
  readonly onRead: (vehicle: Vehicle, crop: FrameCrop) => void;
  /** The worker failed again and again; the session cannot go on. */
  readonly onBroken: (message: string) => void;
}

export interface Counters {
  readonly framesSeen: number;
  readonly detections: number;
  /** Frames that should have been detected on, but the worker was busy. */
  readonly dropped: number;
  readonly readings: number;
  /** Frames × vehicles in view, and how often the plate was found then. */
  readonly chances: number;
  readonly found: number;
}

const IN_FLIGHT = 2;
/** Reading may take this long between two detections, milliseconds. */
const READ_BUDGET_MS = 30;
const MAX_READ_BATCH = 4;
/** A crop that waited longer than this is not worth reading any more, in real time. */
const STALE_MS = 4000;
/** Failures in a row after which the session gives up. */
const MAX_FAILURES = 4;
const COACH_MS = 2500;
/** In paced mode the device's own speed counts: a detection may take a tenth of a second. */
const PACED_FRAME_MS = 100;

const NO_COUNTS: Counters = {
  framesSeen: 0,
  detections: 0,
  dropped: 0,
  readings: 0,
  chances: 0,
  found: 0,
};

export class LivePipeline {
  tracker: TrackerState = NO_TRACKS;
  roster: Roster;
  counters: Counters = NO_COUNTS;
  pace: Pace;
  /** Size of the frames that boxes refer to. */
  frameSize: Size = { width: 16, height: 9 };
  private readonly queue: CropQueue;
  private readonly qualities: { readonly atMs: number; readonly quality: CropQuality }[] = [];
  private profile: { readonly value: Profile; readonly region: Box } | null = null;
  private inFlight = 0;
  private isReading = false;
  private readMs = READ_BUDGET_MS;
  private failures = 0;
  private lastTimeMs = Number.NEGATIVE_INFINITY;
  private closed = false;
  private waiters: (() => void)[] = [];

  /** @param paced frames wait for the worker (a file) instead of being dropped (a camera). */
  constructor(
    private readonly parts: PipelineParts,
    private readonly paced: boolean,
    roster: Roster = NO_VEHICLES,
  ) {
    this.roster = roster;
    this.queue = new CropQueue(() => parts.options().readAll);
    this.pace = startPace(parts.now(), paced ? 1 : LADDER.length - 1);
  }

  /** Long side of the detector's input now. */
  get inputSize(): number {
    return this.parts.options().inputSize || (LADDER[this.pace.level] as number);
  }

  /** True when another frame would be taken at once. */
  get isReady(): boolean {
    const backlog = this.paced ? this.queue.length : 0;
    return this.inFlight < IN_FLIGHT && backlog < 2 * MAX_READ_BATCH && !this.isRecycling;
  }

  private get isRecycling(): boolean {
    return this.parts.vision.isDue && this.inFlight > 0;
  }

  /** Quality of the crops of the last seconds, for the coach. */
  get recentQualities(): CropQuality[] {
    const since = this.parts.now() - COACH_MS;
    return this.qualities.filter(({ atMs }) => atMs >= since).map(({ quality }) => quality);
  }

  /** A frame is shown. Detects on it when it is its turn and the worker is free. */
  offer(timeMs: number, frameMs: number): void {
    const { framesSeen } = this.counters;
    this.count({ framesSeen: 1 });
    if (this.closed || (!this.paced && framesSeen % this.pace.everyNth !== 0)) return;
    if (!this.isReady) this.count({ dropped: 1 });
    else void this.detect(timeMs, this.paced ? PACED_FRAME_MS : frameMs);
  }

  /** Settles when another frame would be taken. */
  async whenReady(): Promise<void> {
    while (!this.isReady && !this.closed) await this.nextChange();
  }

  /** Settles when nothing is under way and nothing more is to be read. */
  async whenIdle(): Promise<void> {
    for (;;) {
      if (this.closed || (this.inFlight === 0 && !this.isReading)) {
        this.readNext();
        if (this.closed || !this.isReading) return;
      }
      await this.nextChange();
    }
  }

  /** Everything in view is gone: the source ended. */
  endTracks(): void {
    const ended = this.tracker.tracks.map((track) => ({
      track,
      reason: 'left' as const,
      of: null,
    }));
    this.roster = observe(this.roster, { state: NO_TRACKS, ended, trackOf: [] });
    this.tracker = { ...NO_TRACKS, nextId: this.tracker.nextId };
    this.parts.onChange();
  }

  /** Drops vehicles out of sight since before `beforeMs` of the source's clock. */
  forgetBefore(beforeMs: number): void {
    const roster = forget(this.roster, beforeMs);
    if (roster.vehicles.length === this.roster.vehicles.length) return;
    this.roster = roster;
    this.parts.onChange();
  }

  close(): void {
    this.closed = true;
    this.queue.clear();
    this.wake();
  }

  private async detect(timeMs: number, frameMs: number): Promise<void> {
    const { vision, options, now } = this.parts;
    this.inFlight++;
    let frame: ImageBitmap | null = null;
    try {
      if (vision.isDue && this.inFlight === 1) vision.recycle();
      frame = await this.parts.grab();
      const size = { width: frame.width, height: frame.height };
      const region = regionPixels(options().region, size);
      const isWhole = region.width === size.width && region.height === size.height;
      const outcome = await vision.detect(frame, {
        threshold: TRACKER_DEFAULTS.low,
        inputSize: this.inputSize,
        region: isWhole ? null : region,
        settled: this.settledBoxes(timeMs),
      });
      const result = this.accept(outcome);
      if (this.closed || result === null) return;
      this.take(timeMs, size, region, result);
      const { prepareMs, detectMs, cropMs } = result.times;
      if (options().inputSize === 0) {
        const sample = { nowMs: now(), detectMs: prepareMs + detectMs + cropMs, frameMs };
        this.pace = nextPace(this.pace, sample);
      }
    } catch (error) {
      this.fail(error instanceof Error ? error.message : String(error));
    } finally {
      frame?.close(); // handed over: this frees it only where the call failed before
      this.inFlight--;
      this.readNext();
      this.wake();
    }
  }

  private accept<T>(outcome: Outcome<T>): T | null {
    if (outcome.ok) {
      this.failures = 0;
      return outcome.value;
    }
    this.fail(outcome.failure.message);
    return null;
  }

  /** A worker that crashed is replaced by the next call; only a row of failures is the end. */
  private fail(message: string): void {
    this.failures++;
    if (this.failures >= MAX_FAILURES && !this.closed) {
      this.close();
      this.parts.onBroken(message);
    }
  }

  private take(timeMs: number, size: Size, region: Box, result: FrameDetections): void {
    if (timeMs <= this.lastTimeMs) return; // overtaken by a later frame
    this.lastTimeMs = timeMs;
    this.frameSize = size;
    const plates = withoutNested(result.plates.map(({ detection }) => detection)).map(
      (i) => result.plates[i] as FrameDetections['plates'][0],
    );
    const step = stepTracker(this.tracker, {
      timeMs,
      size,
      detections: plates.map(({ detection }) => detection),
      shift: this.cameraShift(result, region),
    });
    this.tracker = step.state;
    this.roster = observe(this.roster, step);
    const seen = step.state.tracks.filter(({ state }) => state !== 'tentative');
    this.count({
      detections: 1,
      chances: seen.length,
      found: seen.filter(({ state }) => state === 'confirmed').length,
    });
    plates.forEach(({ detection, crop }, i) => {
      const trackId = step.trackOf[i];
      if (crop === null || trackId === null || trackId === undefined) return;
      this.qualities.push({ atMs: this.parts.now(), quality: crop.quality });
      if (!isWorthReading(crop.quality)) return;
      const score = cropScore(crop.quality, detection.confidence);
      const readings = this.vehicleOf(trackId)?.readings.length ?? 0;
      this.queue.add({ trackId, score, timeMs, readings, crop });
    });
    this.qualities.splice(0, this.qualities.length - 30);
    this.parts.onChange();
  }

  private cameraShift({ profile, profileScale }: FrameDetections, region: Box): Shift {
    const before = this.profile;
    this.profile = { value: profile, region };
    if (before === null || before.region.x !== region.x || before.region.y !== region.y) {
      return { dx: 0, dy: 0 };
    }
    const { dx, dy } = shiftBetween(before.value, profile);
    return { dx: dx * profileScale, dy: dy * profileScale };
  }

  private settledBoxes(timeMs: number): Box[] {
    if (this.parts.options().readAll) return [];
    return this.tracker.tracks
      .filter((track) => this.vehicleOf(track.id)?.isSettled)
      .map((track) => trackBoxAt(track, timeMs));
  }

  private vehicleOf(trackId: number): Vehicle | undefined {
    const id = this.roster.ofTrack.get(trackId);
    return id === undefined ? undefined : this.roster.vehicles.find((v) => v.id === id);
  }

  private readNext(): void {
    if (this.isReading || this.closed) return;
    const count = Math.max(
      1,
      Math.min(MAX_READ_BATCH, Math.floor(READ_BUDGET_MS / Math.max(1, this.readMs))),
    );
    const crops = this.queue.take(count, (crop) => this.wishFor(crop));
    if (crops.length > 0) void this.read(crops);
  }

  private wishFor({ trackId, timeMs }: WaitingCrop): 'now' | 'later' | 'never' {
    const isStale = !this.paced && this.lastTimeMs - timeMs > STALE_MS;
    const vehicle = this.vehicleOf(trackId);
    if (vehicle === undefined) {
      // A track seen once: its crop counts if it is seen again.
      const isAlive = this.tracker.tracks.some((track) => track.id === trackId);
      return isAlive && !isStale ? 'later' : 'never';
    }
    if (this.parts.options().readAll) return 'now';
    return vehicle.isSettled || isStale ? 'never' : 'now';
  }

  private async read(crops: readonly WaitingCrop[]): Promise<void> {
    const { vision, now, options } = this.parts;
    this.isReading = true;
    const startedMs = now();
    try {
      const readings = this.accept(await vision.read(crops.map(({ crop }) => crop)));
      this.readMs += 0.3 * ((now() - startedMs) / crops.length - this.readMs);
      if (readings === null || this.closed) return;
      const sameEventMs = options().sameEventMinutes * 60_000;
      crops.forEach(({ trackId, timeMs, score, crop }, i) => {
        const reading = readings[i];
        const vehicle = this.vehicleOf(trackId);
        if (reading === undefined || vehicle === undefined) return;
        this.count({ readings: 1 });
        const { heightPx, sharpness } = crop.quality;
        const one = { timeMs, reading, score, heightPx, sharpness };
        this.roster = addReading(this.roster, vehicle.id, one, { sameEventMs });
        const after = this.vehicleOf(trackId);
        if (after !== undefined) this.parts.onRead(after, crop);
      });
      this.parts.onChange();
    } catch (error) {
      this.fail(error instanceof Error ? error.message : String(error));
    } finally {
      this.isReading = false;
      // With frames under way the next one reads on, so that detection comes first.
      if (this.inFlight === 0) this.readNext();
      this.wake();
    }
  }

  private count(more: Partial<Counters>): void {
    const sums: Record<keyof Counters, number> = { ...this.counters };
    for (const key of Object.keys(more) as (keyof Counters)[]) sums[key] += more[key] ?? 0;
    this.counters = sums;
  }

  private nextChange(): Promise<void> {
    return new Promise((resolve) => {
      this.waiters.push(resolve);
    });
  }

  private wake(): void {
    const { waiters } = this;
    this.waiters = [];
    for (const resolve of waiters) resolve();
  }
}
