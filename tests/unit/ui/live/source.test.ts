import { describe, expect, it } from 'vitest';
import { cameraSource, fileSource, type SourceEvents } from '../../../../src/ui/live/source.ts';

/** What a source needs of a video element. */
class FakeVideo extends EventTarget {
  src = '';
  srcObject: object | null = null;
  muted = false;
  playbackRate = 1;
  videoWidth = 640;
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
