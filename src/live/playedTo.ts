/** An end further from a file's length than both is not its end: seconds, and part of the length. */
const EARLY = { seconds: 1, part: 0.03 } as const;

/**
 * How far a file was played, to tell its end from a place where it breaks off. A damaged file may just
 * end, and then Chromium says that its time is its length: what counts is how far it had come while it
 * ran, and how far it can have come since a busy page last heard of it.
 */
export class PlayedTo {
  private readonly duration: number;
  private seconds = 0;
  private heardMs = performance.now();

  /** @param video an opened file that does not run yet */
  constructor(private readonly video: HTMLVideoElement) {
    this.duration = video.duration;
    video.addEventListener('timeupdate', this.ran);
    video.addEventListener('play', this.runs);
  }

  /**
   * Called at the end. @param shownMs the last frame's time
   * @returns where the file broke off, and its length, in seconds; null where it was played to its end
   */
  brokeOff(shownMs: number): { readonly at: number; readonly of: number } | null {
    const { duration: of } = this;
    if (!Number.isFinite(of)) return null;
    const at = Math.max(this.seconds, shownMs / 1000);
    const sinceHeard = ((performance.now() - this.heardMs) / 1000) * this.video.playbackRate;
    const missing = of - Math.max(at, this.seconds + sinceHeard);
    return missing > Math.max(EARLY.seconds, EARLY.part * of) ? { at, of } : null;
  }

  close(): void {
    this.video.removeEventListener('timeupdate', this.ran);
    this.video.removeEventListener('play', this.runs);
  }

  private readonly ran = (): void => {
    const { ended, paused, seeking, currentTime } = this.video;
    // Where it was only set to says nothing of what is there.
    if (ended || paused || seeking) return;
    this.seconds = currentTime;
    this.heardMs = performance.now();
  };

  private readonly runs = (): void => {
    this.heardMs = performance.now();
  };
}
