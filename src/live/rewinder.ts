/**
 * A file at the device's own speed must not lose vehicles to a page that is too busy to be told of its
 * frames: the video plays on meanwhile. It is set back to the first frame that was passed over.
 */

/** No more than this is let go, milliseconds; so many frames, where they are long. */
const LET_GO = { ms: 250, frames: 2.5 } as const;
/** Time between two frames until it is known, and the shortest believed: phones double frames. */
const FIRST_STEP_MS = 33;
const SHORTEST_MS = 15;
/** Where there is no frame for so long, there is none. */
const FARTHEST_MS = 2000;
/** How long a frame may take to come up after the video was set to it. */
const PATIENCE_MS = 4000;
const SLOWER = { times: 0.7, least: 0.1 } as const;

export class Rewinder {
  private takenMs = 0;
  private stepMs: number | null = null;
  /** How far behind the newest taken frame the video was set; 0 when it was not. */
  private reachMs = 0;
  /** Nothing is there to go back to: the next frame is taken wherever it is. */
  private gaveUp = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** @param play lets the video run on, unless it is to stand */
  constructor(
    private readonly video: HTMLVideoElement,
    private readonly play: () => void,
  ) {}

  /** The video stands at a frame that had been missed; whoever takes it lets it run on. */
  get isBack(): boolean {
    return this.reachMs > 0;
  }

  isTooFar(timeMs: number): boolean {
    const limit = Math.max(LET_GO.ms, LET_GO.frames * (this.stepMs ?? 0));
    return !this.gaveUp && timeMs - this.takenMs > limit;
  }

  /** A frame came up. @returns false when the video was set back instead, and another one will come */
  accepts(timeMs: number): boolean {
    if (this.isBack) {
      if (timeMs > this.takenMs) return true;
      if (this.reachMs < FARTHEST_MS) this.seek(2 * this.reachMs);
      else this.giveUp();
      return false;
    }
    if (!this.isTooFar(timeMs)) return true;
    this.goBack();
    return false;
  }

  /** Sets the video to the first frame after the newest that was taken. */
  goBack(): void {
    this.video.playbackRate = Math.max(SLOWER.least, SLOWER.times * this.video.playbackRate);
    this.seek(1.3 * (this.stepMs ?? FIRST_STEP_MS));
  }

  /** The video's end was reached. @returns whether it was set back from there */
  leavesEnd(): boolean {
    const endMs = this.video.duration * 1000;
    return Number.isFinite(endMs) && !this.isBack && !this.accepts(endMs);
  }

  /** The frame was looked at, or is one of those that are not wanted. */
  took(timeMs: number): void {
    const step = timeMs - this.takenMs;
    if (step > 0 && !this.gaveUp) {
      this.stepMs = Math.max(SHORTEST_MS, Math.min(this.stepMs ?? step, step));
    }
    this.takenMs = Math.max(this.takenMs, timeMs);
    this.gaveUp = false;
    this.settle();
  }

  /** No more frames are wanted. */
  settle(): void {
    clearTimeout(this.timer);
    this.reachMs = 0;
  }

  private seek(reachMs: number): void {
    this.reachMs = reachMs;
    // Stopped, so that the frame it is set to is the next to come up, however late.
    this.video.pause();
    this.video.currentTime = (this.takenMs + reachMs) / 1000;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.giveUp(), PATIENCE_MS);
  }

  private giveUp(): void {
    this.settle();
    this.gaveUp = true;
    this.play();
  }
}
