/**
 * What happens to a frame: detect, track, choose crops, read, vote. At most two frames are with
 * the worker, one at work and one next; what comes meanwhile is dropped and counted, never queued.
 */

import { meanBrightness } from '../core/live/cameraMotion.ts';
import { cropScore, isWorthReading } from '../core/live/cropChoice.ts';
import type { FrameCrop, FrameDetections } from '../core/live/frame.ts';
import { withoutNested } from '../core/live/nested.ts';
import { isCutOff, regionPixels } from '../core/live/region.ts';
import { NO_VEHICLES, observe, type VehicleRegistry } from '../core/live/registry.ts';
import { type Track, trackBoxAt } from '../core/live/track.ts';
import { NO_TRACKS, stepTracker, TRACKER_DEFAULTS } from '../core/live/tracker.ts';
import { isOutgrown, type Vehicle } from '../core/live/vehicle.ts';
import type { Box, Size } from '../core/types.ts';
import type { LiveVision } from '../rpc/vision/live.ts';
import { CaptureRate } from './captureRate.ts';
import { FirstReadings } from './firstReadings.ts';
import { InputResolution } from './inputResolution.ts';
import { MotionCompensation } from './motionCompensation.ts';
import type { LiveOptions } from './options.ts';
import { PictureQuality } from './pictureQuality.ts';
import { ReadScheduler, type Scene } from './readScheduler.ts';
import { WorkerFailures } from './workerFailures.ts';

export interface PipelineParts {
  readonly vision: LiveVision;
  /** The frame that is shown now, of bounded size; the pipeline owns it. */
  readonly grab: () => Promise<ImageBitmap>;
  readonly options: () => LiveOptions;
  /** Milliseconds of a steady clock. */
  readonly now: () => number;
  /** Something changed that is worth showing. */
  readonly onChange: () => void;
  /**
   * A crop of a vehicle; `score` is from `cropScore`, `text` what was read in it, null where nobody
   * has tried yet.
   */
  readonly onCrop: (vehicleId: number, crop: FrameCrop, score: number, text: string | null) => void;
  readonly onRead: (vehicle: Vehicle) => void;
  /** A frame that is about to be detected on; it may be copied, not kept. */
  readonly onFrame: (frame: ImageBitmap, timeMs: number) => void;
  /** A frame's detections have become tracks. */
  readonly onTracked: (timeMs: number) => void;
  /** The worker failed again and again; the session cannot go on. */
  readonly onBroken: (message: string) => void;
}

const IN_FLIGHT = { realTime: 2, paced: 1 } as const;
/** What a crop is worth when the plate goes on behind the picture's or the region's edge. */
const CUT_OFF = 0.3;

export class LivePipeline {
  readonly scene: Scene;
  readonly capture = new CaptureRate();
  /** Frames shown, detected on, and not detected on because the worker or the page was busy. */
  framesSeen = 0;
  detections = 0;
  dropped = 0;
  readonly picture = new PictureQuality();
  /** Size of the frames that boxes refer to. */
  frameSize: Size = { width: 16, height: 9 };
  private readonly scheduler: ReadScheduler;
  private readonly first = new FirstReadings();
  private readonly camera = new MotionCompensation();
  private readonly resolution: InputResolution;
  private readonly failures: WorkerFailures;
  private inFlight = 0;
  private closed = false;
  private waiters: (() => void)[] = [];

  /** @param paced frames wait for the worker (a file) instead of being dropped (a camera). */
  constructor(
    private readonly parts: PipelineParts,
    private readonly paced: boolean,
    registry: VehicleRegistry = NO_VEHICLES,
  ) {
    this.scene = { tracker: NO_TRACKS, registry, lastTimeMs: Number.NEGATIVE_INFINITY };
    this.scheduler = new ReadScheduler(
      {
        ...parts,
        first: this.first,
        onFailure: (reason) => this.fail(reason),
        onSuccess: () => this.failures.succeeded(),
        onIdle: () => {
          parts.onChange();
          // With frames under way the next one reads on, so that detection comes first.
          if (this.inFlight === 0) this.scheduler.readNext();
          this.wake();
        },
      },
      this.scene,
      paced,
    );
    this.resolution = new InputResolution(parts.options, paced, parts.now());
    this.failures = new WorkerFailures(parts.vision);
  }

  /** Long side of the detector's input now, pixels. */
  get inputSize(): number {
    return this.resolution.inputSize;
  }

  get everyNth(): number {
    return this.resolution.everyNth;
  }

  get readings(): number {
    return this.scheduler.count;
  }

  /** True when another frame would be taken at once. */
  get isReady(): boolean {
    const most = this.paced ? IN_FLIGHT.paced : IN_FLIGHT.realTime;
    const isRecycling = this.parts.vision.isDue && (this.inFlight > 0 || this.scheduler.isBusy);
    return this.inFlight < most && !isRecycling && !(this.paced && this.scheduler.isBehind);
  }

  /** How many vehicles were read, and how soon after their second frame. */
  get firstReadings(): FirstReadings['summary'] {
    return this.first.summary;
  }

  /** Where a track's plate is in the frame of `timeMs`: its own movement and the camera's. */
  boxAt(track: Track, timeMs: number): Box {
    const box = trackBoxAt(track, timeMs);
    const { dx, dy } = this.camera.since(track.timeMs, timeMs);
    return { ...box, x: box.x + dx, y: box.y + dy };
  }

  /** A frame is shown. Detects on it when it is its turn and the worker is free. */
  offer(timeMs: number, frameMs: number): void {
    const isTurn = this.framesSeen++ % this.everyNth === 0;
    if (this.closed || !isTurn) return;
    if (!this.isReady) this.dropped++;
    else void this.detect(timeMs, frameMs);
  }

  /** Frames were shown that the page was too busy to be told of: those whose turn it was are dropped. */
  passOver(frames: number): void {
    const turns = () => Math.ceil(this.framesSeen / this.everyNth);
    const before = turns();
    this.framesSeen += frames;
    this.dropped += turns() - before;
  }

  /** Settles when another frame would be taken. */
  async whenReady(): Promise<void> {
    while (!this.isReady && !this.closed) await this.nextChange();
  }

  /** Settles when nothing is under way and nothing more is to be read. */
  async whenIdle(): Promise<void> {
    while (!this.closed) {
      if (this.inFlight === 0) this.scheduler.readNext();
      if (this.inFlight === 0 && !this.scheduler.isBusy) return;
      await this.nextChange();
    }
  }

  /** Everything in view is gone: the source ended. */
  endTracks(): void {
    const { tracker, registry } = this.scene;
    const ended = tracker.tracks.map((track) => ({ track, reason: 'left' as const, of: null }));
    this.scene.registry = observe(registry, { state: NO_TRACKS, ended, trackOf: [] });
    this.scene.tracker = { ...NO_TRACKS, nextId: tracker.nextId };
    this.parts.onChange();
  }

  /** The vehicle `gone` turned out to be `into`: what is kept of it for its last reading goes over. */
  passOn(gone: number, into: number): void {
    this.scheduler.passOn(gone, into);
  }

  close(): void {
    this.closed = true;
    this.scheduler.close();
    this.wake();
  }

  private async detect(timeMs: number, frameMs: number): Promise<void> {
    const { vision, options } = this.parts;
    const shownMs = this.parts.now();
    this.inFlight++;
    let frame: ImageBitmap | null = null;
    try {
      // Ready means that nothing else is under way with a worker that is due: see `isReady`.
      if (vision.isDue) vision.recycle();
      frame = await this.parts.grab();
      this.parts.onFrame(frame, timeMs);
      const size = { width: frame.width, height: frame.height };
      const region = regionPixels(options().region, size);
      const isWhole = region.width === size.width && region.height === size.height;
      const outcome = await vision.detect(frame, {
        threshold: TRACKER_DEFAULTS.low,
        inputSize: this.inputSize,
        region: isWhole ? null : region,
        settled: this.convergedBoxes(timeMs),
      });
      if (this.closed) return;
      if (!outcome.ok) return this.fail(outcome.failure);
      this.failures.succeeded();
      this.take(timeMs, size, region, outcome.value);
      this.first.seen(this.scene.registry, shownMs);
      this.resolution.adapt(outcome.value, frameMs, this.parts.now());
    } catch (error) {
      this.fail(error);
    } finally {
      frame?.close(); // handed over: this frees it only where the call failed before
      this.inFlight--;
      this.scheduler.readNext();
      this.wake();
    }
  }

  /** @param reason a `ReadFailure`, or whatever was thrown */
  private fail(reason: unknown): void {
    const given = this.failures.failed(reason);
    if (given === null || this.closed) return;
    this.close();
    this.parts.onBroken(given);
  }

  private take(timeMs: number, size: Size, region: Box, result: FrameDetections): void {
    if (timeMs <= this.scene.lastTimeMs) return; // overtaken by a later frame
    const plates = withoutNested(result.plates.map(({ detection }) => detection)).map(
      (i) => result.plates[i] as FrameDetections['plates'][0],
    );
    const step = stepTracker(this.scene.tracker, {
      timeMs,
      size,
      detections: plates.map(({ detection }) => detection),
      shift: this.camera.shift(result, region, timeMs),
    });
    this.scene.lastTimeMs = timeMs;
    this.frameSize = size;
    this.picture.brightness = meanBrightness(result.profile);
    this.scene.tracker = step.state;
    this.scene.registry = observe(this.scene.registry, step);
    this.detections++;
    this.capture.add(step);
    plates.forEach(({ detection, crop }, i) => {
      const trackId = step.trackOf[i];
      if (crop === null || trackId === null || trackId === undefined) return;
      this.picture.add(crop.quality, this.parts.now());
      const whole = isCutOff(detection.box, region) ? CUT_OFF : 1;
      const score = whole * cropScore(crop.quality, detection.confidence);
      const vehicle = this.scheduler.vehicleOf(trackId);
      const readings = vehicle?.readings.length ?? 0;
      // Who is never read is the one that a person wants to look at.
      if (vehicle !== undefined && readings === 0) this.parts.onCrop(vehicle.id, crop, score, null);
      if (!isWorthReading(crop.quality)) return;
      this.scheduler.queue.add({ trackId, score, timeMs, readings, crop });
    });
    this.parts.onTracked(timeMs);
    this.parts.onChange();
  }

  private convergedBoxes(timeMs: number): Box[] {
    if (this.parts.options().readAll) return [];
    return this.scene.tracker.tracks
      .map((track) => ({
        vehicle: this.scheduler.vehicleOf(track.id),
        box: this.boxAt(track, timeMs),
      }))
      .filter(({ vehicle, box }) => vehicle?.hasConverged && !isOutgrown(vehicle, box.height))
      .map(({ box }) => box);
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
