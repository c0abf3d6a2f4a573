/** One run: from opening a camera or a file to its end. The screen gives the settings and takes what comes. */

import type { EngineInfo, EngineSettings } from '../core/engine.ts';
import { type CameraMeans, type Guidance, guidanceFor } from '../core/live/captureGuidance.ts';
import type { LogSource } from '../core/live/log.ts';
import { NO_VEHICLES, type VehicleRegistry } from '../core/live/registry.ts';
import type { Vehicle } from '../core/live/vehicle.ts';
import type { LiveVision } from '../rpc/vision/live.ts';
import { meansOf } from './cameras.ts';
import { FrameLoop, type FrameLoopParts } from './frameLoop.ts';
import { numbersOf } from './numbers.ts';
import type { LiveOptions } from './options.ts';
import { LivePipeline, type PipelineParts } from './pipeline.ts';
import type { LiveSource, SourceEvents } from './source.ts';
import { brokenError, failureStatus, type SourceError } from './sourceError.ts';
import { StartProgress } from './startProgress.ts';
import type { FileProgress, LiveNumbers, LiveStatus } from './status.ts';
import { Throttle } from './throttle.ts';
import { TrackMerging } from './trackMerging.ts';
import { type VehicleFrameParts, VehicleFrames } from './vehicleFrames.ts';

const SHOW_EVERY_MS = 120;

export type Opener = (events: SourceEvents) => Promise<LiveSource>;

/** What a session shows, several times a second. */
export interface Shown {
  readonly vehicles: readonly Vehicle[];
  readonly guidance: Guidance | null;
  readonly progress: FileProgress | null;
  readonly numbers: LiveNumbers;
}

export interface SessionParts {
  readonly settings: () => EngineSettings;
  readonly options: () => LiveOptions;
  readonly createVision: () => LiveVision;
  /** The shown frame, of bounded size. */
  readonly grab: (video: HTMLVideoElement) => Promise<ImageBitmap>;
  /** A frame as a JPEG, to be opened later. */
  readonly encode: VehicleFrameParts['encode'];
  /** Nobody can see the page. */
  readonly isHidden: () => boolean;
  readonly sinks: SessionSinks;
}

/** Who takes what a session has to tell. */
export interface SessionSinks extends Pick<FrameLoopParts, 'draw' | 'clear'> {
  readonly onStatus: (status: LiveStatus) => void;
  readonly onSource: (source: LogSource) => void;
  /** The worker is ready. */
  readonly onEngine: (info: EngineInfo) => void;
  readonly onShow: (shown: Shown) => void;
  readonly onCrop: PipelineParts['onCrop'];
  /** A vehicle's text may have changed. */
  readonly onRead: (vehicle: Vehicle) => void;
  /** The vehicle `gone` turned out to be `into`. */
  readonly onMerged: (gone: number, into: Vehicle) => void;
  /** By the rule "keep doubtful plates". */
  readonly keepDoubtful: VehicleFrameParts['keep'];
  readonly onDoubtfulLost: VehicleFrameParts['onLost'];
}

export class LiveSession {
  private readonly abort = new AbortController();
  private vision: LiveVision | null = null;
  private opened: LiveSource | null = null;
  private loop: FrameLoop | null = null;
  pipeline: LivePipeline | null = null;
  private status: LiveStatus = { state: 'idle' };
  private readonly showing = new Throttle(() => this.show(), SHOW_EVERY_MS);
  private finished = false;
  readonly frames: VehicleFrames;
  private readonly merging: TrackMerging;

  /**
   * @param before vehicles of the camera session that goes on; they stay when the start fails
   * @param frames theirs
   */
  constructor(
    private readonly parts: SessionParts,
    private before: VehicleRegistry | null = null,
    frames: VehicleFrames | null = null,
  ) {
    const { sinks, options } = parts;
    this.merging = new TrackMerging(before ?? NO_VEHICLES, (gone, into) => {
      this.pipeline?.passOn(gone, into.id);
      this.frames.passOn(gone, into.id);
      sinks.onMerged(gone, into);
    });
    this.frames =
      frames ??
      new VehicleFrames({
        encode: parts.encode,
        isWanted: () => options().captureDoubtful,
        keep: sinks.keepDoubtful,
        onLost: sinks.onDoubtfulLost,
      });
  }

  /** Opens the source, starts the worker, and begins. Never rejects: see `onStatus`. */
  async start(open: Opener): Promise<void> {
    this.say({ state: 'starting', what: 'Opening the picture', loaded: 0, total: 0 });
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
      this.parts.sinks.onSource(live.about);
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
    if (this.isOver || this.status.state !== 'running') return;
    this.loop?.pause();
    this.say({ state: 'paused', why });
  }

  resume(): void {
    if (this.isOver || this.status.state !== 'paused') return;
    this.say({ state: 'running' });
    this.loop?.resume();
  }

  /** Stops at the person's wish: the picture at once, the worker when the last vehicles were read. */
  async end(): Promise<void> {
    if (this.pipeline === null) return this.stop();
    const ending = this.finish();
    this.opened?.close();
    await ending;
  }

  /** Stops for good, at once; what was read stays in the log. */
  stop(): void {
    this.abort.abort();
    this.finished = true;
    this.endView();
    if (this.pipeline !== null) this.frames.decide(this.pipeline, true);
    this.release();
    const { state } = this.status;
    const hasVehicles = (this.registry?.vehicles.length ?? 0) > 0;
    if (state === 'starting') this.say({ state: hasVehicles ? 'done' : 'idle' });
    else if (state === 'running' || state === 'paused') this.say({ state: 'done' });
  }

  /** Its end was reached, or it was stopped: a file must not be played again from its start. */
  private get isOver(): boolean {
    return this.finished || this.abort.signal.aborted;
  }

  /** Time of the frame on the screen, null before the first. */
  get shownTimeMs(): number | null {
    return this.loop?.shownTimeMs ?? null;
  }

  /** What is in the log; null before anything was watched. */
  get registry(): VehicleRegistry | null {
    return this.pipeline?.scene.registry ?? this.before;
  }

  /** The log without what the retention timer took; also after the end, since the log stays. */
  replaceRegistry(left: VehicleRegistry): void {
    if (this.pipeline !== null) this.pipeline.scene.registry = left;
    else this.before = left;
  }

  /** What can be done about the picture; null for a recording. */
  private get means(): CameraMeans | null {
    const track = this.opened?.track ?? null;
    return track && meansOf(track);
  }

  get live(): LiveSource | null {
    return this.opened;
  }

  private say(status: LiveStatus): void {
    this.status = status;
    this.parts.sinks.onStatus(status);
  }

  private async startVision(): Promise<void> {
    const { createVision, settings, sinks } = this.parts;
    const progress = new StartProgress();
    this.vision = createVision();
    const info = await this.vision.start(
      settings(),
      (step) => {
        progress.add(step);
        if (this.status.state === 'starting') this.say(progress.status);
      },
      this.abort.signal,
    );
    sinks.onEngine(info);
  }

  private begin(live: LiveSource): void {
    const { options, grab, isHidden, sinks } = this.parts;
    const paced = live.track === null && options().filePace !== 'real-time';
    const pipeline: LivePipeline = new LivePipeline(
      {
        vision: this.vision as LiveVision,
        grab: () => grab(live.video),
        options,
        now: () => performance.now(),
        onChange: () => this.showing.soon(),
        onCrop: sinks.onCrop,
        onRead: (vehicle) => {
          this.merging.follow(pipeline.scene.registry);
          sinks.onRead(vehicle);
          this.loop?.redraw(); // a paused picture shows the text as well
        },
        onFrame: (frame, timeMs) => this.frames.offer(frame, timeMs, pipeline),
        onTracked: (timeMs) => {
          this.merging.follow(pipeline.scene.registry);
          this.frames.tracked(timeMs, pipeline);
          this.loop?.redraw();
        },
        onBroken: (reason) => void this.lose(brokenError(reason)),
      },
      paced,
      this.before ?? undefined,
    );
    this.pipeline = pipeline;
    const { draw, clear } = sinks;
    const onFrame = () => this.showing.soon();
    this.loop = new FrameLoop({ live, pipeline, paced, options, onFrame, draw, clear });
    this.say({ state: 'running' });
    if (isHidden()) this.pause('hidden');
    else this.loop.resume();
  }

  private async finish(): Promise<void> {
    if (!(await this.wrapUp())) return;
    if (this.status.state !== 'error') this.say({ state: 'done' });
  }

  /** Says so when the crops under way are read: a log taken then must be complete. */
  private async lose(error: SourceError): Promise<void> {
    if (await this.wrapUp()) this.fail(error);
  }

  /** @returns false where it was over already, or was stopped meanwhile: the screen may show another one */
  private async wrapUp(): Promise<boolean> {
    if (this.finished) return false;
    this.finished = true;
    this.loop?.pause();
    // A pipeline that gave up on its worker has closed, and does not wait.
    await this.pipeline?.whenIdle();
    if (this.abort.signal.aborted) return false;
    this.endView();
    await this.pipeline?.whenIdle(); // those that were in view to the end are read once more
    if (this.abort.signal.aborted) return false;
    if (this.pipeline !== null) this.frames.decide(this.pipeline, true);
    this.showing.now();
    this.release();
    return true;
  }

  /** Everything that was in view is gone; the log is complete. */
  private endView(): void {
    if (this.pipeline === null) return;
    this.pipeline.endTracks();
    this.merging.follow(this.pipeline.scene.registry);
    this.showing.now();
  }

  private fail(error: unknown): void {
    this.say(failureStatus(error));
  }

  private release(): void {
    this.showing.stop(); // the last answers of a worker that was stopped come yet
    this.loop?.stop();
    this.pipeline?.close();
    this.vision?.close();
    this.opened?.close();
  }

  private show(): void {
    const { pipeline, loop, vision } = this;
    if (pipeline === null || loop === null || vision === null) return;
    const { picture } = pipeline;
    this.parts.sinks.onShow({
      vehicles: pipeline.scene.registry.vehicles,
      guidance: guidanceFor(picture.recent(performance.now()), picture.brightness, this.means),
      progress: loop.progress,
      numbers: numbersOf(pipeline, loop, vision.restarts),
    });
  }
}
