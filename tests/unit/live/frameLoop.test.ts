import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FrameLoop } from '../../../src/live/frameLoop.ts';
import { DEFAULT_LIVE_OPTIONS } from '../../../src/live/options.ts';
import type { LivePipeline } from '../../../src/live/pipeline.ts';
import type { LiveSource } from '../../../src/live/source.ts';

type Told = (now: number, metadata: { mediaTime: number }) => void;

/** A video with frames at `framesMs`; the page is told of the newest one each `tick`. */
class FakeVideo {
  playbackRate = 1;
  paused = true;
  ended = 0;
  private atMs = 0;
  private told: Told | null = null;
  private shown = 0;
  constructor(
    readonly framesMs: readonly number[],
    readonly durationMs: number,
    private readonly onEnded: () => void,
  ) {}
  get duration(): number {
    return this.durationMs / 1000;
  }
  get currentTime(): number {
    return this.atMs / 1000;
  }
  set currentTime(seconds: number) {
    this.atMs = seconds * 1000;
    this.shown = -1; // a seek presents its frame anew
  }
  requestVideoFrameCallback(told: Told): number {
    this.told = told;
    return 1;
  }
  cancelVideoFrameCallback(): void {
    this.told = null;
  }
  async play(): Promise<void> {
    this.paused = false;
  }
  pause(): void {
    this.paused = true;
  }
  /** Time gone by, milliseconds. */
  spentMs = 0;
  /** The page was busy for so long; now it hears of the newest frame, and of the end. */
  tick(ms: number): void {
    this.spentMs += ms;
    if (!this.paused) this.atMs = Math.min(this.durationMs, this.atMs + ms * this.playbackRate);
    const newest = this.framesMs.filter((frame) => frame <= this.atMs + 0.001).length - 1;
    if (newest !== this.shown && this.told) {
      this.shown = newest;
      const { told } = this;
      this.told = null;
      told(0, { mediaTime: (this.framesMs[newest] as number) / 1000 });
    }
    if (!this.paused && this.atMs >= this.durationMs) {
      this.paused = true;
      this.onEnded();
    }
  }
}

const partsOf = (live: LiveSource, pipeline: LivePipeline, paced: boolean) => ({
  live,
  pipeline,
  paced,
  options: () => DEFAULT_LIVE_OPTIONS,
  onFrame: () => undefined,
  draw: () => undefined,
  clear: () => undefined,
});

/** Plays to the end with a page that is busy for `busyMs` at a time. @returns the frames that were taken */
async function play(
  framesMs: readonly number[],
  durationMs: number,
  busyMs: (tick: number) => number,
) {
  const taken: number[] = [];
  let isOver = false;
  const pipeline = {
    isReady: true,
    detections: 0,
    frameSize: { width: 1, height: 1 },
    scene: { tracker: { tracks: [] }, registry: { vehicles: [], ofTrack: new Map() } },
    offer: (timeMs: number) => taken.push(timeMs),
    whenReady: async () => undefined,
  } as unknown as LivePipeline;
  const video: FakeVideo = new FakeVideo(framesMs, durationMs, () => {
    isOver = !loop.goesOnBeforeEnd();
  });
  const live = {
    video,
    track: null,
    frameTimeMs: ({ mediaTime }: { mediaTime: number }) => mediaTime * 1000,
  } as unknown as LiveSource;
  const loop = new FrameLoop(partsOf(live, pipeline, true));
  loop.resume();
  for (let tick = 0; tick < 5000 && !isOver; tick++) {
    const ms = busyMs(tick);
    await vi.advanceTimersByTimeAsync(ms);
    video.tick(ms);
  }
  loop.stop();
  expect(isOver).toBe(true);
  return { frames: taken.map(Math.round), spentMs: video.spentMs };
}

const even = (count: number, step: number) => Array.from({ length: count }, (_, i) => i * step);
const largestGap = (taken: readonly number[]) =>
  Math.max(...taken.map((time, i) => time - (taken[i - 1] ?? 0)));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a file at the device’s own speed', () => {
  it('is gone through in order, with every frame where the page keeps up', async () => {
    const { frames: taken } = await play(even(40, 80), 3200, () => 10);
    expect(taken).toEqual([...taken].sort((a, b) => a - b));
    expect(new Set(taken).size).toBeGreaterThanOrEqual(36);
  });

  it('loses no more than moments to a page that is busy for seconds', async () => {
    const { frames: taken } = await play(even(40, 80), 3200, (tick) =>
      tick % 3 === 0 ? 1500 : 20,
    );
    expect(largestGap(taken)).toBeLessThanOrEqual(250);
    expect(taken.at(-1)).toBeGreaterThanOrEqual(2950);
  });

  it('is not held up by a pause in its frames, nor by sound that goes on after them', async () => {
    const framesMs = [...even(10, 80), ...even(10, 80).map((time) => time + 4000)];
    const { frames: taken } = await play(framesMs, 9000, () => 40);
    expect(taken.at(-1)).toBe(4720);
    expect(taken.filter((time) => time >= 4000).length).toBeGreaterThanOrEqual(8);
  });
});

/** Frames of two passings with a hole between them. */
const motion = (holeMs: number, step = 125) => [
  ...even(20, step),
  ...even(20, step).map((time) => time + 19 * step + holeMs),
];

describe('a recording that motion started', () => {
  it.each([300, 1000, 3000, 10_000, 24_600, 600_000])(
    'with a hole of %i ms is gone through in the time of its frames',
    async (holeMs) => {
      const framesMs = motion(holeMs);
      const lastMs = framesMs.at(-1) as number;
      const { frames: taken, spentMs } = await play(framesMs, lastMs + 125, () => 40);
      expect(taken.at(-1)).toBe(lastMs);
      const behind = taken.filter((time) => time > 2375).length;
      expect(behind).toBeGreaterThanOrEqual(18);
      expect(taken.filter((time) => time <= 2375).length).toBeGreaterThanOrEqual(18);
      expect(taken).toEqual([...taken].sort((a, b) => a - b));
      expect(spentMs).toBeLessThan(8000);
    },
  );

  it('of a frame a second is read whole, and no slower than it plays', async () => {
    const { frames: taken, spentMs } = await play(even(30, 1000), 30_000, () => 40);
    expect([...new Set(taken)]).toEqual(even(30, 1000).slice(1)); // the video shows its first one before
    expect(spentMs).toBeLessThan(31_000);
  });

  it('with sound that goes on for a minute is over soon after its last frame', async () => {
    const { frames: taken, spentMs } = await play(motion(5000), 70_000, () => 40);
    expect(taken.at(-1)).toBe(9750);
    expect(spentMs).toBeLessThan(14_000);
  });
});

describe('in real time', () => {
  it('counts the frames that the page was not told of, and none of a pause', async () => {
    let told: ((now: number, metadata: object) => void) | null = null;
    const video = {
      requestVideoFrameCallback: (next: typeof told) => {
        told = next;
        return 1;
      },
      cancelVideoFrameCallback: () => undefined,
      play: async () => undefined,
      pause: () => undefined,
    };
    const passed: number[] = [];
    const pipeline = {
      detections: 0,
      frameSize: { width: 1, height: 1 },
      scene: { tracker: { tracks: [] }, registry: { vehicles: [], ofTrack: new Map() } },
      offer: () => undefined,
      passOver: (frames: number) => passed.push(frames),
    } as unknown as LivePipeline;
    const live = { video, track: {}, frameTimeMs: () => 0 } as unknown as LiveSource;
    const loop = new FrameLoop(partsOf(live, pipeline, false));
    const frame = (presentedFrames: number) => told?.(0, { presentedFrames });
    loop.resume();
    for (const count of [5, 6, 7, 11]) frame(count);
    expect(passed).toEqual([3]);
    loop.pause();
    loop.resume();
    for (const count of [40, 41]) frame(count);
    expect(passed).toEqual([3]);
  });
});
