/** The models that are ready to use: started as the settings say, timed, and moved where they run best. */
import type {
  BackendChoice,
  BackendFit,
  BackendTiming,
  EngineInfo,
  EngineModel,
  EngineSettings,
  OnProgress,
} from '../core/engine.ts';
import type { ModelCard } from '../core/modelCard.ts';
import { Mutex } from '../core/mutex.ts';
import type { Backend } from '../core/types.ts';
import { OnnxDetector } from './detector.ts';
import type { ForeignPlateReader } from './foreignReader.ts';
import { OnnxModel } from './model.ts';
import { OnnxPlateReader } from './onnxPlateReader.ts';
import type { PlateReader } from './plateReader.ts';
import type { Runtime } from './runtime.ts';

/** A GPU must win by this much: its first run of each photo shape compiles shaders. */
const GPU_MUST_WIN_BY = 1.25;
/** Input size of the timed runs, pixels; the run that warms is half as long, as a photo's first look is. */
const TIMED_SIZE = 640;

/** What an engine is made of. The reader may be one that brings its own means, such as tesseract. */
export interface EngineModels {
  readonly detector: EngineModel;
  readonly reader: EngineModel | PlateReader;
}

/** How its models are placed; each runs where it was fastest before, or on the runtime's own backend. */
export type EnginePlacement = Pick<EngineSettings, 'backend' | 'remembered'>;

/** A model that can be timed: detectors, and readers that run as networks. */
interface Timed {
  readonly model: OnnxModel;
  warm(size: number): Promise<number>;
}

export class Engine {
  private readonly timings: BackendTiming[] = [];
  /** Models that the faster backend is not for, by hash. */
  private readonly unfit = new Map<string, Exclude<BackendFit, 'same'>>();

  private constructor(
    readonly detector: OnnxDetector,
    readonly reader: PlateReader,
    private readonly runtime: Runtime,
    private readonly placement: EnginePlacement,
  ) {}

  /** Starts and warms models. @throws VisionError */
  static async start(
    models: EngineModels,
    runtime: Runtime,
    placement: EnginePlacement = { backend: 'auto' },
    onProgress: OnProgress = () => undefined,
  ): Promise<Engine> {
    const mutex = new Mutex();
    const startModel = ({ card, bytes }: EngineModel): Promise<OnnxModel> => {
      const { id, sha256 } = card;
      onProgress({ model: id, stage: 'start', loaded: bytes.length, total: bytes.length });
      const wanted =
        placement.backend === 'auto' ? known(placement, sha256)?.backend : placement.backend;
      return OnnxModel.start({ id, sha256, bytes }, runtime, wanted ?? runtime.home, mutex);
    };
    const detector = new OnnxDetector(await startModel(models.detector), models.detector.card);
    const reader =
      'card' in models.reader
        ? await openReader(await startModel(models.reader), models.reader.card)
        : models.reader;
    const engine = new Engine(detector, reader, runtime, placement);
    await engine.warm(onProgress);
    return engine;
  }

  /** Milliseconds spent inside the runtime since the start. */
  get runMs(): number {
    return this.timedModels().reduce((sum, { model }) => sum + model.runMs, 0);
  }

  info(): EngineInfo {
    const unfit = this.timedModels().flatMap(({ model: { ref } }) => {
      const why = this.unfit.get(ref.sha256) ?? this.recalled(ref.sha256)?.unfit;
      return why ? [{ model: ref.id, sha256: ref.sha256, backend: ref.backend, unfit: why }] : [];
    });
    return {
      detector: this.detector.ref,
      reader: this.reader.ref,
      threads: this.runtime.threads,
      crossOriginIsolated: this.runtime.isolated,
      timings: this.timings,
      ...(unfit.length > 0 && { unfit }),
    };
  }

  /**
   * Tries a faster backend for each model whose backend is left to us and not yet known, and keeps
   * the faster. May download a runtime, so call it when nobody is waiting.
   */
  async tune(): Promise<EngineInfo> {
    if (this.placement.backend !== 'auto') return this.info();
    const faster = await this.runtime.faster();
    if (!faster) return this.info();
    const { home } = this.runtime;
    for (const timed of this.timedModels()) {
      const { sha256 } = timed.model.ref;
      const isTimed = this.timings.some((t) => t.sha256 === sha256);
      if (isTimed || this.recalled(sha256) || timed.model.backend !== home) continue;
      const before = await this.time(timed);
      if (await timed.model.moveTo(faster)) {
        const ms = await this.time(timed);
        if (timed.model.backend === faster && ms * GPU_MUST_WIN_BY > before) {
          await timed.model.moveTo(home);
          continue;
        }
      }
      await this.leaveIfUnfit(timed.model, faster);
    }
    return this.info();
  }

  /** Frees the sessions and the second reader's worker. */
  async close(): Promise<void> {
    for (const { model } of this.timedModels()) await model.close();
    await this.reader.close?.();
  }

  private async warm(onProgress: OnProgress): Promise<void> {
    for (const timed of this.timedModels()) {
      const progress = { model: timed.model.id, loaded: 1, total: 1 };
      onProgress({ ...progress, stage: 'warm' });
      await timed.warm(TIMED_SIZE / 2);
      // One that was remembered as the faster has been compared before.
      const { backend } = this.placement;
      if (backend !== 'auto') await this.leaveIfUnfit(timed.model, backend);
      onProgress({ ...progress, stage: 'ready' });
    }
  }

  /** A backend on which a model fails or gives other answers is left, however fast it is. */
  private async leaveIfUnfit(model: OnnxModel, wanted: Backend): Promise<void> {
    const fit = await model.fitOn(wanted);
    if (fit === 'same') return;
    this.unfit.set(model.ref.sha256, fit);
    await model.moveTo(this.runtime.home);
  }

  /** What this device is known to do with a model, where the backend is left to us. */
  private recalled(sha256: string): BackendChoice | undefined {
    return this.placement.backend === 'auto' ? known(this.placement, sha256) : undefined;
  }

  /** Times the second run: the first one allocates and compiles. */
  private async time(timed: Timed): Promise<number> {
    await timed.warm(TIMED_SIZE);
    const ms = await timed.warm(TIMED_SIZE);
    const { id, sha256, backend } = timed.model.ref;
    this.timings.push({ model: id, sha256, backend, ms });
    return ms;
  }

  private timedModels(): Timed[] {
    const { reader } = this;
    return isTimed(reader) ? [this.detector, reader] : [this.detector];
  }
}

const isTimed = (reader: PlateReader): reader is PlateReader & Timed =>
  'model' in reader && 'warm' in reader;

/** The reader a card describes; ours alone is loaded with the app. @throws VisionError when the file is none */
export async function openReader(
  model: OnnxModel,
  card: ModelCard,
): Promise<OnnxPlateReader | ForeignPlateReader> {
  if (!card.reader) return new OnnxPlateReader(model, card.calibration?.temperatures);
  const { ForeignPlateReader } = await import('./foreignReader.ts');
  return new ForeignPlateReader(model, card.reader);
}

/** What this device is known to do with a model. */
const known = ({ remembered }: EnginePlacement, sha256: string): BackendChoice | undefined =>
  remembered?.find((choice) => choice.sha256 === sha256);
