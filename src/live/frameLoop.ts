/**
 * Goes through the frames of a source. A camera, or a file in real time, runs on and the pipeline
 * takes what it can. A file at the device's own speed slows down, and stops for a moment, until
 * each frame was taken, and runs faster than real time where it can.
 */
import type { VehicleRegistry } from '../core/live/registry.ts';
import type { Track } from '../core/live/track.ts';
import type { Box, Size } from '../core/types.ts';
import type { LiveOptions } from './options.ts';
import type { LivePipeline } from './pipeline.ts';
import { RateMeter } from './rateMeter.ts';
import { Rewinder } from './rewinder.ts';
import type { LiveSource } from './source.ts';
import type { FileProgress } from './status.ts';

const RATES = { least: 0.1, most: 4 } as const;
const HOLE_CHECK_MS = 200;
const NTH = { 'real-time': 1, 'every-frame': 1, 'every-second': 2, 'every-third': 3 } as const;

export interface DrawnTrack {
  readonly track: Track;
  readonly box: Box;
  readonly vehicleId: number | null;
}

export interface FrameLoopParts {
  readonly live: LiveSource;
  readonly pipeline: LivePipeline;
  /** A file at the device's own speed: frames wait for the pipeline. */
  readonly paced: boolean;
  readonly options: () => Pick<LiveOptions, 'filePace'>;
  /** A frame is on the screen. */
  readonly onFrame: () => void;
  /** What lies over the picture: tracks in pixels of frames of `size`. */
  readonly draw: (size: Size, tracks: readonly DrawnTrack[], registry: VehicleRegistry) => void;
  readonly clear: () => void;
}

export class FrameLoop {
  private readonly detections = new RateMeter();
  private readonly overlays = new RateMeter();
  private handle = 0;
  private holes: ReturnType<typeof setInterval> | undefined;
  private running = false;
  private waiting = false;
  /** The video went on while the pipeline was waited for: see `Rewinder`. */
  private overran = false;
  private readonly rewinder: Rewinder;
  private frame = 0;
  private frameMs = 33;
  private lastTimeMs: number | null = null;
  /** The video's count of its frames at the last one the page was told of; null where it did not run before. */
  private presented: number | null = null;
  private counted = 0;
  /** Time spent running before the last pause, and when it went on. */
  private spentMs = 0;
  private resumedMs = 0;

  private readonly live: LiveSource;
  private readonly pipeline: LivePipeline;
  private readonly paced: boolean;

  constructor(private readonly parts: FrameLoopParts) {
    ({ live: this.live, pipeline: this.pipeline, paced: this.paced } = parts);
    this.rewinder = new Rewinder(this.live.video, () => this.play());
  }

  get detectionsPerSecond(): number {
    return this.detections.perSecond(performance.now());
  }

  get overlayPerSecond(): number {
    return this.overlays.perSecond(performance.now());
  }

  /** Time of the frame that is shown, null before the first. */
  get shownTimeMs(): number | null {
    return this.lastTimeMs;
  }

  /** How far a file is; null for a camera. */
  get progress(): FileProgress | null {
    const { video, track } = this.live;
    if (track !== null || !Number.isFinite(video.duration)) return null;
    const part = video.duration > 0 ? Math.min(1, video.currentTime / video.duration) : 0;
    const spentMs = this.spentMs + (this.running ? performance.now() - this.resumedMs : 0);
    const speed = spentMs > 0 ? (video.currentTime * 1000) / spentMs : 0;
    const leftMs = speed > 0.01 ? ((video.duration - video.currentTime) * 1000) / speed : null;
    return { part, speed, leftMs };
  }

  resume(): void {
    if (this.running) return;
    this.running = true;
    this.resumedMs = performance.now();
    this.next();
    this.play();
    if (!this.paced) return;
    this.holes = setInterval(() => this.waiting || this.rewinder.leaveHole(), HOLE_CHECK_MS);
  }

  private play(): void {
    if (this.running) void this.live.video.play().catch(() => undefined);
  }

  /** A file's end was reached. @returns whether frames before it were missed, so that it goes on from there */
  goesOnBeforeEnd(): boolean {
    if (!this.running || !this.paced) return false;
    if (!this.waiting) return this.rewinder.leavesEnd();
    this.overran ||= this.rewinder.isTooFar(this.live.video.duration * 1000);
    return this.overran;
  }

  pause(): void {
    if (this.running) this.spentMs += performance.now() - this.resumedMs;
    this.running = false;
    this.presented = null;
    clearInterval(this.holes);
    this.live.video.cancelVideoFrameCallback(this.handle);
    this.live.video.pause();
  }

  stop(): void {
    this.pause();
    this.rewinder.settle();
    this.parts.clear();
  }

  private next(): void {
    this.handle = this.live.video.requestVideoFrameCallback((_, metadata) => this.show(metadata));
  }

  private show(metadata: VideoFrameCallbackMetadata): void {
    if (!this.running) return;
    const timeMs = this.live.frameTimeMs(metadata);
    this.next();
    if (this.paced && this.waiting && this.rewinder.isTooFar(timeMs)) {
      this.overran = true;
      return;
    }
    const wasSet = this.rewinder.isSearching;
    if (this.paced && !this.waiting && !this.rewinder.accepts(timeMs)) return;
    if (this.lastTimeMs !== null && timeMs > this.lastTimeMs) {
      this.frameMs += 0.1 * (Math.min(200, timeMs - this.lastTimeMs) - this.frameMs);
    }
    this.lastTimeMs = timeMs;
    this.overlays.add(performance.now());
    if (this.paced) {
      void this.takePaced(timeMs);
      if (wasSet && !this.waiting) this.play();
    } else {
      this.countMissed(metadata.presentedFrames);
      this.pipeline.offer(timeMs, this.frameMs);
    }
    this.draw(timeMs);
    this.parts.onFrame();
  }

  /**
   * In real time the video goes on while the page is too busy to be told of its frames. Counted are
   * those that were put on the screen since the last one the page knew, the pipeline deciding whose
   * turn it was; what the camera or the decoder dropped before is not. In paced mode the video is
   * set back to them instead.
   */
  private countMissed(presented: number): void {
    const missed = presented - (this.presented ?? presented - 1) - 1;
    this.presented = presented;
    if (missed > 0) this.pipeline.passOver(missed);
  }

  private async takePaced(timeMs: number): Promise<void> {
    const { video } = this.live;
    if (this.waiting) return;
    if (this.frame++ % NTH[this.parts.options().filePace] !== 0) return this.rewinder.took(timeMs);
    if (this.pipeline.isReady) {
      this.pipeline.offer(timeMs, this.frameMs);
      this.rewinder.took(timeMs);
      video.playbackRate = Math.min(RATES.most, video.playbackRate * 1.04);
      return;
    }
    this.waiting = true;
    this.rewinder.settle();
    video.pause();
    video.playbackRate = Math.max(RATES.least, video.playbackRate * 0.9);
    await this.pipeline.whenReady();
    this.waiting = false;
    if (!this.running) return;
    if (this.overran) {
      this.overran = false;
      return this.rewinder.goBack();
    }
    // One more frame may have come up while the video was stopping.
    const shownMs = this.lastTimeMs ?? timeMs;
    this.pipeline.offer(shownMs, this.frameMs);
    this.rewinder.took(shownMs);
    this.play();
  }

  /** Draws the shown frame again: its boxes are known better now. */
  redraw(): void {
    if (this.lastTimeMs !== null) this.draw(this.lastTimeMs);
  }

  private draw(timeMs: number): void {
    const { pipeline } = this;
    const now = performance.now();
    for (; this.counted < pipeline.detections; this.counted++) this.detections.add(now);
    this.parts.draw(
      pipeline.frameSize,
      pipeline.scene.tracker.tracks.map((track) => ({
        track,
        box: pipeline.boxAt(track, timeMs),
        vehicleId: pipeline.scene.registry.ofTrack.get(track.id) ?? null,
      })),
      pipeline.scene.registry,
    );
  }
}
