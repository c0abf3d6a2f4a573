/** The models that are ready to use: started as the settings say, timed, and moved where they run best. */
import type { Backend } from '../core/types.ts';
import type { BackendTiming, EngineInfo, EngineSettings } from '../rpc/contract.ts';
import { activeModelId, type ModelCard, type ShippedModel, shippedModel } from './catalogue.ts';
import { OnnxDetector } from './detector.ts';
import { fetchModel, type OnProgress } from './download.ts';
import { VisionError } from './failure.ts';
import { OnnxModel, type Runtimes } from './model.ts';
import { Mutex } from './mutex.ts';
import { OnnxPlateReader } from './onnxPlateReader.ts';
import { hasGpu, loadRuntime, threadCount } from './ortRuntime.ts';
import type { PlateReader } from './plateReader.ts';

/** A GPU must win by this much: its first run of each photo shape compiles shaders. */
const GPU_MUST_WIN_BY = 1.25;
/** Input size of the timed runs, pixels. */
const TIMED_SIZE = 640;

/** A model that can be timed: both our detector and our reader. */
interface Timed {
  readonly model: OnnxModel;
  warm(size: number): Promise<number>;
}

/** Its code is loaded only where it reads: most visits never need it. */
async function tesseract(onProgress: OnProgress): Promise<PlateReader> {
  const { TesseractReader } = await import('./tesseractReader.ts');
  return new TesseractReader(onProgress);
}

export class Engine {
  private readonly timings: BackendTiming[] = [];

  private constructor(
    readonly detector: OnnxDetector,
    readonly reader: PlateReader,
    private readonly settings: EngineSettings,
    private readonly threads: number,
  ) {}

  /** Downloads, checks, starts and warms the active models. @throws VisionError */
  static async start(settings: EngineSettings, onProgress: OnProgress): Promise<Engine> {
    const threads = threadCount(settings.threads);
    const detectorId = activeModelId('detector');
    if (!detectorId) {
      throw new VisionError('model', 'This build has no detector. See models/ in the project.');
    }
    const readerId = settings.reader === 'own' ? activeModelId('reader') : null;
    const ownReader = readerId !== null && readerId !== 'tesseract';
    const runtimes = (backend: Backend) => loadRuntime(backend, threads, onProgress);
    const mutex = new Mutex();
    const [detectorFile, readerFile] = await Promise.all([
      fetchShipped(detectorId, onProgress),
      ownReader ? fetchShipped(readerId, onProgress) : null,
    ]);
    const detector = new OnnxDetector(
      await startModel(detectorFile, settings, runtimes, mutex, onProgress),
    );
    const reader = readerFile
      ? new OnnxPlateReader(
          await startModel(readerFile, settings, runtimes, mutex, onProgress),
          readerFile.card.calibration?.temperatures,
        )
      : await tesseract(onProgress);
    const engine = new Engine(detector, reader, settings, threads);
    await engine.warm(onProgress);
    return engine;
  }

  /** Milliseconds spent inside onnxruntime since the start. */
  get runMs(): number {
    return this.timedModels().reduce((sum, { model }) => sum + model.runMs, 0);
  }

  info(): EngineInfo {
    return {
      detector: this.detector.ref,
      reader: this.reader.ref,
      threads: this.threads,
      crossOriginIsolated: globalThis.crossOriginIsolated,
      timings: this.timings,
    };
  }

  /**
   * Tries the GPU for each model whose backend is left to us and not yet known, and keeps the
   * faster. Downloads the WebGPU runtime, so call it when the visitor is not waiting.
   */
  async tune(): Promise<EngineInfo> {
    if (this.settings.backend !== 'auto' || !(await hasGpu())) return this.info();
    for (const timed of this.timedModels()) {
      const { id } = timed.model;
      const wasm = this.timings.find((t) => t.model === id && t.backend === 'wasm');
      if (!wasm || remembered(this.settings, id) || timed.model.backend !== 'wasm') continue;
      if (!(await timed.model.moveTo('webgpu'))) continue;
      const ms = await this.time(timed);
      if (ms * GPU_MUST_WIN_BY > wasm.ms) await timed.model.moveTo('wasm');
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
      await this.time(timed);
      onProgress({ ...progress, stage: 'ready' });
    }
  }

  /** Times the second run: the first one allocates and compiles. */
  private async time(timed: Timed): Promise<number> {
    await timed.warm(TIMED_SIZE);
    const ms = await timed.warm(TIMED_SIZE);
    this.timings.push({ model: timed.model.id, backend: timed.model.backend, ms });
    return ms;
  }

  private timedModels(): Timed[] {
    return this.reader instanceof OnnxPlateReader ? [this.detector, this.reader] : [this.detector];
  }
}

/** A model's bytes, checked, with its card. */
interface FetchedModel {
  readonly card: ModelCard;
  readonly bytes: Uint8Array;
}

async function fetchShipped(id: string, onProgress: OnProgress): Promise<FetchedModel> {
  let shipped: ShippedModel;
  try {
    shipped = await shippedModel(id);
  } catch (error) {
    throw new VisionError(
      'model',
      `The model ${id} could not be found (${error instanceof Error ? error.message : error}). Check the connection and reload.`,
      true,
    );
  }
  return { card: shipped.card, bytes: await fetchModel(shipped, onProgress) };
}

function startModel(
  { card, bytes }: FetchedModel,
  settings: EngineSettings,
  runtimes: Runtimes,
  mutex: Mutex,
  onProgress: OnProgress,
): Promise<OnnxModel> {
  const { id, sha256 } = card;
  onProgress({ model: id, stage: 'start', loaded: bytes.length, total: bytes.length });
  const wanted =
    settings.backend === 'auto' ? (remembered(settings, id) ?? 'wasm') : settings.backend;
  return OnnxModel.start({ id, sha256, bytes }, runtimes, wanted, mutex);
}

/** The backend that won on this device before, if that is known. */
function remembered(settings: EngineSettings, id: string): Backend | undefined {
  return settings.remembered?.find((choice) => choice.model === id)?.backend;
}
