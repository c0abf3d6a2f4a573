/** One run of the Live screen: from opening a camera or a file to its end. */
import { adviceFor } from '../../core/live/coach.ts';
import { NO_VEHICLES, type Roster } from '../../core/live/roster.ts';
import { createLiveVision, type LiveVision } from '../../rpc/liveVision.ts';
import { VisionStartError } from '../../rpc/startError.ts';
import { settings } from '../appSettings.ts';
import { engine } from '../engine.ts';
import { DoubtfulFrames } from './doubtfulFrames.ts';
import { FrameLoop } from './frameLoop.ts';
import { JoinedVehicles } from './joined.ts';
import { liveOptions } from './liveOptions.ts';
import { advice, models, numbers, progress, source, status, vehicles } from './liveState.ts';
import { LivePipeline } from './pipeline.ts';
import { forgetOld } from './retention.ts';
import type { LiveSource, SourceEvents } from './source.ts';
import { brokenError, SourceError } from './sourceError.ts';
import { keepCrop } from './vehicleCrops.ts';
import { checkWatchList } from './watch.ts';

/** Frames are looked at no larger than this on their long side; 4K shows no plate better. */
const MAX_FRAME_SIDE = 1920;
const SHOW_EVERY_MS = 120;

export type Opener = (events: SourceEvents) => Promise<LiveSource>;

export class LiveSession {
  private readonly abort = new AbortController();
  private vision: LiveVision | null = null;
  private opened: LiveSource | null = null;
  private loop: FrameLoop | null = null;
  pipeline: LivePipeline | null = null;
  private shownMs = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private finished = false;
  private released = false;
  private readonly doubtful = new DoubtfulFrames();
  private readonly joined: JoinedVehicles;

  /** @param before vehicles of the camera session that goes on; they stay when the start fails */
  constructor(private before: Roster | null) {
    this.joined = new JoinedVehicles(before ?? NO_VEHICLES);
  }

  /** Opens the source, starts the worker, and begins. Never rejects: see `status`. */
  async start(open: Opener): Promise<void> {
    status.value = { state: 'starting', what: 'Opening the picture', loaded: 0, total: 0 };
    try {
      const live = await open({
        signal: this.abort.signal,
        onEnded: () => {
          if (this.loop?.goesOnBeforeEnd()) return;
          const broken = this.opened?.endedEarly(this.shownTimeMs ?? 0) ?? null;
          void (broken === null ? this.finish() : this.lose(broken));
        },
        onLost: (error) => void this.lose(error),
      });
      this.opened = live;
      if (this.isOver) return this.release();
      source.value = live.about;
      await this.startVision();
      if (this.isOver) return this.release();
      this.begin(live);
    } catch (error) {
      // A camera unplugged meanwhile has said so already, and took the worker along.
      if (!this.isOver) this.fail(error);
      this.release();
    }
  }

  pause(why: 'asked' | 'hidden'): void {
    if (this.isOver || status.peek().state !== 'running') return;
    this.loop?.pause();
    status.value = { state: 'paused', why };
  }

  resume(): void {
    if (this.isOver || status.peek().state !== 'paused') return;
    status.value = { state: 'running' };
    this.loop?.resume();
  }

  /** Stops for good; what was read stays in the log. */
  stop(): void {
    this.abort.abort();
    this.finished = true;
    this.endView();
    this.release();
    const { state } = status.peek();
    if (state === 'starting')
      status.value = { state: vehicles.peek().length > 0 ? 'done' : 'idle' };
    else if (state === 'running' || state === 'paused') status.value = { state: 'done' };
  }

  /** Its end was reached, or it was stopped: a file must not be played again from its start. */
  private get isOver(): boolean {
    return this.finished || this.abort.signal.aborted;
  }

  /** Time of the frame on the screen, null before the first. */
  get shownTimeMs(): number | null {
    return this.loop?.shownTimeMs ?? null;
  }

  /** The retention timer; also after the end, since the log stays. */
  forgetOld(): void {
    const { roster } = this;
    if (roster === null || source.peek()?.kind !== 'camera') return;
    const left = forgetOld(roster, performance.timeOrigin + performance.now());
    if (this.pipeline !== null) this.pipeline.scene.roster = left;
    else this.before = left;
  }

  /** What is in the log; null before anything was watched. */
  get roster(): Roster | null {
    return this.pipeline?.scene.roster ?? this.before;
  }

  get live(): LiveSource | null {
    return this.opened;
  }

  private async startVision(): Promise<void> {
    const { backend, reader } = settings.peek();
    const sizes = new Map<string, { loaded: number; total: number }>();
    this.vision = createLiveVision();
    const info = await this.vision.start(
      { backend, reader },
      ({ model, stage, loaded, total }) => {
        sizes.set(model, { loaded, total });
        const sum = (of: 'loaded' | 'total') => [...sizes.values()].reduce((n, s) => n + s[of], 0);
        if (status.peek().state !== 'starting') return;
        const what = stage === 'download' ? 'Loading the models' : 'Starting the reader';
        status.value = { state: 'starting', what, loaded: sum('loaded'), total: sum('total') };
      },
      this.abort.signal,
    );
    models.value = { detector: info.detector, reader: info.reader };
    if (engine.peek().state === 'off') engine.value = { state: 'ready', info };
  }

  private begin(live: LiveSource): void {
    const vision = this.vision as LiveVision;
    const paced = live.track === null && liveOptions.peek().filePace !== 'real-time';
    const pipeline: LivePipeline = new LivePipeline(
      {
        vision,
        grab: () => grab(live.video),
        options: () => liveOptions.peek(),
        now: () => performance.now(),
        onChange: () => this.showSoon(),
        onCrop: keepCrop,
        onRead: (vehicle) => {
          this.joined.follow(pipeline.scene.roster);
          checkWatchList(vehicle);
          this.loop?.redraw(); // a paused picture shows the text as well
        },
        onFrame: (frame, timeMs) => this.doubtful.offer(frame, timeMs, pipeline),
        onTracked: (timeMs) => {
          this.joined.follow(pipeline.scene.roster);
          this.doubtful.tracked(timeMs, pipeline);
          this.loop?.redraw();
        },
        onBroken: (reason) => void this.lose(brokenError(reason)),
      },
      paced,
      this.before ?? undefined,
    );
    this.pipeline = pipeline;
    this.loop = new FrameLoop(live, pipeline, paced, () => this.showSoon());
    status.value = { state: 'running' };
    if (document.hidden) this.pause('hidden');
    else this.loop.resume();
  }

  private async finish(): Promise<void> {
    if (this.finished) return;
    this.finished = true;
    this.loop?.pause();
    await this.pipeline?.whenIdle();
    if (this.abort.signal.aborted) return;
    this.endView();
    this.release();
    if (status.peek().state !== 'error') status.value = { state: 'done' };
  }

  /** Says so when the crops under way are read: a log taken then must be complete. */
  private async lose(error: SourceError): Promise<void> {
    if (this.finished) return;
    this.finished = true;
    this.loop?.pause();
    // A pipeline that gave up on its worker has closed, and does not wait.
    await this.pipeline?.whenIdle();
    if (this.abort.signal.aborted) return; // stopped meanwhile: the screen may show another one
    this.endView();
    this.release();
    this.fail(error);
  }

  /** Everything that was in view is gone; the log is complete. */
  private endView(): void {
    if (this.pipeline === null) return;
    this.pipeline.endTracks();
    this.joined.follow(this.pipeline.scene.roster);
    this.doubtful.leave(this.pipeline);
    this.show();
  }

  private fail(error: unknown): void {
    const message =
      error instanceof VisionStartError
        ? error.failure.message
        : error instanceof Error
          ? error.message
          : String(error);
    status.value = {
      state: 'error',
      code: error instanceof SourceError ? error.code : 'engine',
      message,
    };
  }

  private release(): void {
    this.released = true;
    clearTimeout(this.timer);
    this.loop?.stop();
    this.pipeline?.close();
    this.vision?.close();
    this.opened?.close();
  }

  private showSoon(): void {
    if (this.released) return; // the last answers of a worker that was stopped
    const waitMs = SHOW_EVERY_MS - (performance.now() - this.shownMs);
    clearTimeout(this.timer);
    if (waitMs <= 0) this.show();
    else this.timer = setTimeout(() => this.show(), waitMs);
  }

  private show(): void {
    const { pipeline, loop, vision } = this;
    if (pipeline === null || loop === null || vision === null) return;
    this.shownMs = performance.now();
    vehicles.value = pipeline.scene.roster.vehicles;
    advice.value = adviceFor(pipeline.recentQualities, pipeline.brightness);
    progress.value = loop.progress;
    numbers.value = {
      framesSeen: pipeline.framesSeen,
      detections: pipeline.detections,
      dropped: pipeline.dropped,
      readings: pipeline.readings,
      chances: pipeline.capture.chances,
      found: pipeline.capture.found,
      inputSize: pipeline.inputSize,
      everyNth: pipeline.everyNth,
      detectionsPerSecond: loop.detectionsPerSecond,
      overlayPerSecond: loop.overlayPerSecond,
      restarts: vision.restarts,
      firstReadings: pipeline.firstReadings,
    };
  }
}

/** The shown frame as a bitmap, 4K made smaller on the way. */
function grab(video: HTMLVideoElement): Promise<ImageBitmap> {
  const scale = Math.min(1, MAX_FRAME_SIDE / Math.max(video.videoWidth, video.videoHeight));
  if (scale === 1) return createImageBitmap(video);
  return createImageBitmap(video, {
    resizeWidth: Math.round(video.videoWidth * scale),
    resizeHeight: Math.round(video.videoHeight * scale),
    resizeQuality: 'medium',
  });
}
