import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cameraSource, fileSource, type SourceEvents } from '../../../src/live/source.ts';

/** What a source needs of a video element. */
class FakeVideo extends EventTarget {
  src = '';
  srcObject: object | null = null;
  muted = false;
  playbackRate = 1;
  videoWidth = 640;
  duration = Number.NaN;
  currentTime = 0;
  ended = false;
  paused = true;
  seeking = false;
  error = null;
  load(): void {}
  pause(): void {}
  async play(): Promise<void> {}
  removeAttribute(): void {
    this.src = '';
  }
}

const element = (video: FakeVideo) => video as unknown as HTMLVideoElement;
const file = (name: string) => new File(['x'], name, { type: 'video/webm' });
const events = (signal: AbortSignal): SourceEvents => ({
  signal,
  onEnded: () => undefined,
  onLost: () => undefined,
});
const loaded = (video: FakeVideo) => video.dispatchEvent(new Event('loadeddata'));

describe('a video file', () => {
  it('opens when the element has its first frame, and is let go of on closing', async () => {
    const video = new FakeVideo();
    const opening = fileSource(
      element(video),
      file('a.webm'),
      events(new AbortController().signal),
    );
    loaded(video);
    const source = await opening;
    expect(source.about).toEqual({ kind: 'video', name: 'a.webm' });
    expect(video.src).toMatch(/^blob:/);
    source.close();
    expect(video.src).toBe('');
  });

  it('that was given up while it opened leaves the next one alone', async () => {
    const video = new FakeVideo();
    const first = new AbortController();
    const given = fileSource(element(video), file('a.webm'), events(first.signal));
    first.abort();
    const next = fileSource(element(video), file('b.webm'), events(new AbortController().signal));
    const src = video.src;
    await expect(given).rejects.toThrow(/abort/);
    loaded(video);
    expect((await next).about.name).toBe('b.webm');
    expect(video.src).toBe(src);
  });
});

describe('the end of a video file', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** Opens 10 seconds of video. */
  async function open(duration = 10) {
    const video = new FakeVideo();
    video.duration = duration;
    const opening = fileSource(
      element(video),
      file('a.webm'),
      events(new AbortController().signal),
    );
    loaded(video);
    const source = await opening;
    return { video, source };
  }
  /** The page hears of the time every quarter of a second until `toSeconds`. */
  function play(video: FakeVideo, toSeconds: number): void {
    video.paused = false;
    video.dispatchEvent(new Event('play'));
    for (; video.currentTime < toSeconds; video.currentTime += 0.25) {
      vi.advanceTimersByTime(250);
      video.dispatchEvent(new Event('timeupdate'));
    }
  }
  /** As Chromium does, wherever that was. */
  function end(video: FakeVideo): void {
    video.ended = true;
    video.currentTime = video.duration;
    video.dispatchEvent(new Event('timeupdate'));
  }

  it('is an error where it comes long before its length', async () => {
    const { video, source } = await open();
    play(video, 4);
    end(video);
    const error = source.endedEarly(4080);
    expect(error?.code).toBe('broken');
    expect(error?.message).toMatch(/“a\.webm” is damaged.* 00:00:04 of 00:00:10\. What was read/);
  });

  it('is not where the sound or the frames went on to it', async () => {
    const { video, source } = await open();
    play(video, 10);
    end(video);
    expect(source.endedEarly(5000)).toBeNull();
    const frames = await open();
    end(frames.video);
    expect(frames.source.endedEarly(9500)).toBeNull();
  });

  it('is not where a busy page heard nothing of its last seconds', async () => {
    const { video, source } = await open();
    play(video, 6);
    vi.advanceTimersByTime(4000);
    end(video);
    expect(source.endedEarly(6000)).toBeNull();
  });

  it('is one also after the video was set back and ended again', async () => {
    const { video, source } = await open();
    play(video, 4);
    end(video);
    Object.assign(video, { ended: false, paused: true, currentTime: 7 });
    video.dispatchEvent(new Event('timeupdate'));
    vi.advanceTimersByTime(4000);
    video.paused = false;
    video.dispatchEvent(new Event('play'));
    end(video);
    expect(source.endedEarly(4000)?.code).toBe('broken');
  });

  it('says nothing of a file that does not know its length', async () => {
    const { video, source } = await open(Number.POSITIVE_INFINITY);
    play(video, 4);
    expect(source.endedEarly(4000)).toBeNull();
  });
});

describe('a camera', () => {
  /** A browser that asks the person; `allow` is the answer. */
  function asking() {
    let allow: (stream: object) => void = () => undefined;
    const answer = new Promise((resolve) => {
      allow = resolve;
    });
    Object.defineProperty(globalThis, 'navigator', {
      configurable: true,
      value: { mediaDevices: { getUserMedia: () => answer } },
    });
    return { allow };
  }
  function fakeStream() {
    const track = Object.assign(new EventTarget(), {
      label: 'Gate',
      stopped: false,
      stop(): void {
        track.stopped = true;
      },
    });
    return { track, getVideoTracks: () => [track], getTracks: () => [track] };
  }

  it('that is allowed after the person moved on is switched off, and takes no picture away', async () => {
    const video = new FakeVideo();
    const { allow } = asking();
    const first = new AbortController();
    const choice = { deviceId: '', resolution: '1280x720' } as const;
    const given = cameraSource(element(video), choice, events(first.signal));
    first.abort();
    const next = fileSource(element(video), file('b.webm'), events(new AbortController().signal));
    loaded(video);
    await next;
    const stream = fakeStream();
    allow(stream);
    await expect(given).rejects.toThrow(/abort/);
    expect(stream.track.stopped).toBe(true);
    expect(video.srcObject).toBeNull();
    expect(video.src).toMatch(/^blob:/);
  });
});
