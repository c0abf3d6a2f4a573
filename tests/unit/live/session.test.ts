import { describe, expect, it, vi } from 'vitest';
import type { EngineInfo, LoadProgress } from '../../../src/core/engine.ts';
import type { VehicleRegistry } from '../../../src/core/live/registry.ts';
import type { Vehicle } from '../../../src/core/live/vehicle.ts';
import { DEFAULT_LIVE_OPTIONS, type LiveOptions } from '../../../src/live/options.ts';
import { LiveSession, type SessionParts, type Shown } from '../../../src/live/session.ts';
import type { LiveSource, SourceEvents } from '../../../src/live/source.ts';
import { brokenOffError, UNPLUGGED } from '../../../src/live/sourceError.ts';
import type { LiveStatus } from '../../../src/live/status.ts';
import { VisionStartError } from '../../../src/rpc/vision/startError.ts';
import { FakeVision, settle } from './fakeVision.ts';

/** A video element as a session needs it: frames come up when the test says so. */
class FakeVideo {
  currentTime = 0;
  duration = 0.4;
  playbackRate = 1;
  playing = false;
  private told: ((now: number, metadata: object) => void) | null = null;
  requestVideoFrameCallback(told: (now: number, metadata: object) => void): number {
    this.told = told;
    return 1;
  }
  cancelVideoFrameCallback(): void {
    this.told = null;
  }
  async play(): Promise<void> {
    this.playing = true;
  }
  pause(): void {
    this.playing = false;
  }
  /** A frame comes up, unless nobody waits for it. */
  frame(atMs: number): void {
    this.currentTime = atMs / 1000;
    const { told } = this;
    this.told = null;
    told?.(0, { mediaTime: this.currentTime, presentedFrames: 1 });
  }
}

const INFO = {
  detector: { id: 'd', sha256: '', backend: 'wasm' },
  reader: { id: 'r', sha256: '', backend: 'wasm' },
} as unknown as EngineInfo;

/** A worker that starts when the test lets it. */
class StartingVision extends FakeVision {
  onProgress: (progress: LoadProgress) => void = () => undefined;
  ready: () => void = () => undefined;
  refuse: (error: unknown) => void = () => undefined;
  closed = 0;
  override start(...args: unknown[]): never {
    this.onProgress = args[1] as typeof this.onProgress;
    return new Promise<EngineInfo>((resolve, reject) => {
      this.ready = () => resolve(INFO);
      this.refuse = reject;
    }) as never;
  }
  override close(): void {
    this.closed++;
  }
}

function make({
  kind = 'video' as 'video' | 'camera',
  hidden = false,
  options = {} as Partial<LiveOptions>,
  before = null as VehicleRegistry | null,
} = {}) {
  const vision = new StartingVision();
  const video = new FakeVideo();
  const said: LiveStatus[] = [];
  const shown: Shown[] = [];
  const read: Vehicle[] = [];
  const state = {
    closed: 0,
    events: null as SourceEvents | null,
    endedEarly: null as Error | null,
  };
  const chosen: LiveOptions = { ...DEFAULT_LIVE_OPTIONS, ...options };
  const parts: SessionParts = {
    settings: () => ({ backend: 'auto', reader: 'own' }),
    options: () => chosen,
    createVision: () => vision,
    grab: async () => ({ width: 1280, height: 720, close: () => undefined }) as ImageBitmap,
    encode: async () => new Blob(['a frame']),
    isHidden: () => hidden,
    sinks: {
      onStatus: (status) => said.push(status),
      onSource: () => undefined,
      onEngine: () => undefined,
      onShow: (now) => shown.push(now),
      onCrop: () => undefined,
      onRead: (vehicle) => read.push(vehicle),
      onMerged: () => undefined,
      draw: () => undefined,
      clear: () => undefined,
      keepDoubtful: async () => undefined,
      onDoubtfulLost: () => undefined,
    },
  };
  const source = {
    about: { kind, name: 'gate' },
    video,
    track: kind === 'camera' ? {} : null,
    frameTimeMs: ({ mediaTime }: { mediaTime: number }) => mediaTime * 1000,
    endedEarly: () => state.endedEarly,
    close: () => {
      state.closed++;
    },
  } as unknown as LiveSource;
  const session = new LiveSession(parts, before);
  const open = async (events: SourceEvents) => {
    state.events = events;
    return source;
  };
  const states = () => said.map((status) => status.state);
  /** Shows `count` frames, each of which is detected on and read. */
  const run = async (count: number) => {
    for (let i = 0; i < count; i++) {
      video.frame(100 + 33 * i);
      await settle();
      await vision.finish();
      await settle();
    }
  };
  const started = async () => {
    const starting = session.start(open);
    await settle();
    vision.ready();
    await starting;
  };
  return { session, vision, video, said, shown, read, state, states, run, started, open };
}

describe('a live session', () => {
  it('opens its source, loads the models, watches, and is done at the end of a file', async () => {
    const { vision, video, said, shown, read, state, states, run, session, open } = make();
    const starting = session.start(open);
    await settle();
    vision.onProgress({ model: 'd', stage: 'download', loaded: 1, total: 4 });
    vision.onProgress({ model: 'r', stage: 'download', loaded: 2, total: 6 });
    expect(said.at(-1)).toMatchObject({ what: 'Loading the models', loaded: 3, total: 10 });
    vision.ready();
    await starting;
    expect(said.at(-1)).toEqual({ state: 'running' });
    expect(video.playing).toBe(true);
    await run(6);
    expect(read.at(-1)?.consensus.text).toBe('AB123CD');
    state.events?.onEnded();
    await vi.waitFor(() => expect(states().at(-1)).toBe('done'));
    // Nobody is in view any more, and everything is let go of.
    expect(shown.at(-1)?.vehicles).toMatchObject([{ isPresent: false, frames: 6 }]);
    expect([vision.closed, state.closed]).toEqual([1, 1]);
  });

  it('pauses and goes on, and takes no frame meanwhile', async () => {
    const { session, vision, video, states, started, run } = make({ kind: 'camera' });
    await started();
    await run(2);
    session.pause('asked');
    expect(video.playing).toBe(false);
    video.frame(500);
    await settle();
    expect(vision.calls).toHaveLength(0);
    session.resume();
    expect(video.playing).toBe(true);
    expect(states().slice(-2)).toEqual(['paused', 'running']);
  });

  it('that nobody can see starts paused', async () => {
    const { said, video, started } = make({ hidden: true });
    await started();
    expect(said.at(-1)).toEqual({ state: 'paused', why: 'hidden' });
    expect(video.playing).toBe(false);
  });

  it('stopped while it starts leaves nothing behind, whatever comes later', async () => {
    const { session, vision, state, states, open } = make();
    const starting = session.start(open);
    await settle();
    session.stop();
    vision.ready();
    await starting;
    vision.onProgress({ model: 'd', stage: 'download', loaded: 1, total: 4 });
    state.events?.onLost(UNPLUGGED);
    await settle();
    expect(states().at(-1)).toBe('idle');
    expect(state.closed).toBeGreaterThan(0);
    expect(vision.closed).toBeGreaterThan(0);
  });

  it('keeps what was read when the camera is unplugged, and says why it stopped', async () => {
    const { session, said, shown, state, started, run } = make({ kind: 'camera' });
    await started();
    await run(5);
    state.events?.onLost(UNPLUGGED);
    await vi.waitFor(() =>
      expect(said.at(-1)).toMatchObject({ state: 'error', code: 'unplugged' }),
    );
    expect(session.registry?.vehicles[0]?.consensus.text).toBe('AB123CD');
    expect(shown.at(-1)?.vehicles[0]?.isPresent).toBe(false);
    session.stop();
    expect(said.at(-1)?.state).toBe('error');
  });

  it('tells a file that broke off from one that ended', async () => {
    const { said, state, started, run } = make();
    await started();
    await run(3);
    state.endedEarly = brokenOffError('gate', { at: 1, of: 60 });
    state.events?.onEnded();
    await vi.waitFor(() => expect(said.at(-1)).toMatchObject({ state: 'error', code: 'broken' }));
  });

  it('says in words why the models did not start', async () => {
    const { session, vision, said, state, open } = make();
    const starting = session.start(open);
    await settle();
    const failure = { code: 'model', message: 'The model is damaged.', transient: false } as const;
    vision.refuse(new VisionStartError(failure));
    await starting;
    expect(said.at(-1)).toEqual({
      state: 'error',
      code: 'engine',
      message: 'The model is damaged.',
    });
    expect([vision.closed, state.closed]).toEqual([1, 1]);
  });

  it('of a camera that comes back goes on with the vehicles it had', async () => {
    const first = make({ kind: 'camera' });
    await first.started();
    await first.run(5);
    first.session.stop();
    const before = first.session.registry;
    const second = make({ kind: 'camera', before });
    expect(second.session.registry?.vehicles).toHaveLength(1);
    // A start that fails leaves them in the log.
    const starting = second.session.start(async () => {
      throw UNPLUGGED;
    });
    await starting;
    expect(second.said.at(-1)?.state).toBe('error');
    expect(second.session.registry?.vehicles).toHaveLength(1);
  });
});
