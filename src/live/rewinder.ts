/**
 * A file at the device's own speed must not lose vehicles to a page that is too busy to be told of its
 * frames: the video plays on meanwhile. It is set back to the first frame that was passed over. Nor
 * must it wait where there is nothing: recordings that motion started have holes of seconds. In both
 * the next frame is looked for, in steps that double and are then halved: a video set to a place
 * shows the newest frame before it.
 */

/** No more than this is let go, milliseconds; so many frames, where they are long. */
const LET_GO = { ms: 250, frames: 2.5 } as const;
/** Time between two frames until it is known, and the shortest believed: phones double frames. */
const FIRST_STEP_MS = 33;
const SHORTEST_MS = 15;
/** Without a frame for so long, and for so many frames' time, a hole is supposed. */
const HOLE = { ms: 600, frames: 4 } as const;
/** Where there is no frame for so long there is none, in a file that does not say how long it is. */
const FARTHEST_MS = 2000;
/** So far before its end a video is not over yet: told to play it would begin anew. */
const BEFORE_END_MS = 20;
/** Where only sound is left; browsers go no faster. */
const TAIL_RATE = 16;
/** How long a frame may take to come up after the video was set to it. */
const PATIENCE_MS = 4000;
const SLOWER = { times: 0.7, least: 0.1 } as const;

export class Rewinder {
  private takenMs = 0;
  private stepMs: number | null = null;
  /** The next frame lies after `fromMs`, and not after `toMs` where one was seen; null when none is looked for. */
  private search: { fromMs: number; toMs: number | null; askedMs: number } | null = null;
  /** Nothing is there to go back to: the next frame is taken wherever it is. */
  private gaveUp = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** @param play lets the video run on, unless it is to stand */
  constructor(
    private readonly video: HTMLVideoElement,
    private readonly play: () => void,
  ) {}

  /** The video stands where the next frame is looked for; whoever takes that lets it run on. */
  get isSearching(): boolean {
    return this.search !== null;
  }

  isTooFar(timeMs: number): boolean {
    return !this.gaveUp && timeMs - this.takenMs > this.letGoMs;
  }

  /** A frame came up. @returns false when the video was set elsewhere instead, and another one will come */
  accepts(timeMs: number): boolean {
    const { search } = this;
    if (search === null) {
      if (this.gaveUp && timeMs <= this.takenMs) return false; // shown again, since it was set back to
      if (!this.isTooFar(timeMs)) return true;
      this.goBack();
      return false;
    }
    if (timeMs > this.takenMs) {
      if (timeMs - search.fromMs <= this.letGoMs) return true;
      search.toMs = Math.min(timeMs, search.toMs ?? timeMs);
    } else {
      search.fromMs = Math.max(search.fromMs, search.askedMs);
    }
    this.goOn(search);
    return false;
  }

  /** Sets the video to the first frame after the newest that was taken. */
  goBack(): void {
    this.video.playbackRate = Math.max(SLOWER.least, SLOWER.times * this.video.playbackRate);
    this.lookFrom(1.3 * (this.stepMs ?? FIRST_STEP_MS));
  }

  /** Called now and then while frames are waited for: leaves a hole for the frame behind it. */
  leaveHole(): void {
    const { paused, seeking, currentTime } = this.video;
    if (this.isSearching || this.gaveUp || paused || seeking) return;
    const sinceMs = 1000 * currentTime - this.takenMs;
    if (sinceMs > Math.max(HOLE.ms, HOLE.frames * (this.stepMs ?? 0))) this.lookFrom(sinceMs);
  }

  /** The video's end was reached. @returns whether it was set back from there */
  leavesEnd(): boolean {
    const endMs = this.video.duration * 1000;
    return this.isSearching || (Number.isFinite(endMs) && !this.accepts(endMs));
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
    this.search = null;
  }

  private get letGoMs(): number {
    return Math.max(LET_GO.ms, LET_GO.frames * (this.stepMs ?? 0));
  }

  /** The last place a frame is looked for. */
  private get lastMs(): number {
    const endMs = this.video.duration * 1000 - BEFORE_END_MS;
    return Number.isFinite(endMs) ? endMs : this.takenMs + FARTHEST_MS;
  }

  private lookFrom(reachMs: number): void {
    this.search = { fromMs: this.takenMs, toMs: null, askedMs: 0 };
    this.ask(Math.min(this.takenMs + reachMs, this.lastMs));
  }

  private goOn({ fromMs, toMs, askedMs }: NonNullable<Rewinder['search']>): void {
    if (toMs === null) {
      if (askedMs < this.lastMs) this.ask(Math.min(2 * askedMs - this.takenMs, this.lastMs));
      else this.giveUp(true);
    } else if (toMs - fromMs > this.letGoMs) {
      this.ask((fromMs + toMs) / 2);
    } else if (askedMs <= toMs) {
      this.ask(toMs + 1); // in whole frames: a place a hair before one shows the one before
    } else {
      this.giveUp(false);
    }
  }

  private ask(timeMs: number): void {
    if (this.search) this.search.askedMs = timeMs;
    // Stopped, so that the frame it is set to is the next to come up, however late.
    this.video.pause();
    this.video.currentTime = timeMs / 1000;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.giveUp(false), PATIENCE_MS);
  }

  private giveUp(isEnd: boolean): void {
    this.settle();
    this.gaveUp = true;
    // Played, not left out: a file that breaks off is told by how far it plays.
    if (isEnd && Number.isFinite(this.video.duration)) {
      this.video.currentTime = this.takenMs / 1000;
      this.video.playbackRate = TAIL_RATE;
    }
    this.play();
  }
}
