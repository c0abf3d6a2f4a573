/** An engine in the browser: the models fetched, checked and started, on the runtime that fits here. */
import type { EngineModel, EngineSettings, OnProgress } from '../core/engine.ts';
import type { ModelTask } from '../core/modelCard.ts';
import type { Backend } from '../core/types.ts';
import { Engine, type EngineModels } from '../inference/engine.ts';
import { VisionError } from '../inference/failure.ts';
import type { PlateReader } from '../inference/plateReader.ts';
import type { Runtime } from '../inference/runtime.ts';
import { activeModelId, type ShippedModel, shippedModel } from './catalogue.ts';
import { fetchModel } from './download.ts';
import { browserRuntime } from './ortRuntime.ts';

/**
 * Downloads, checks, starts and warms models: the active ones that ship, or those the settings
 * bring. @throws VisionError
 */
export async function openEngine(
  settings: EngineSettings,
  onProgress: OnProgress = () => undefined,
): Promise<Engine> {
  const runtime = browserRuntime(settings.threads, onProgress);
  runtime.prepare?.(firstBackend(settings, runtime));
  return Engine.start(await modelsFor(settings, onProgress), runtime, settings, onProgress);
}

/** Where the first model will run; a download that is not needed would be worse than a late one. */
function firstBackend({ backend, remembered }: EngineSettings, { home }: Runtime): Backend {
  if (backend !== 'auto') return backend;
  return remembered?.some((known) => known.backend !== home) ? 'webgpu' : home;
}

async function modelsFor(
  { reader, models }: EngineSettings,
  onProgress: OnProgress,
): Promise<EngineModels> {
  const [detector, own] = await Promise.all([
    models?.detector ?? active('detector', onProgress),
    reader === 'own' ? (models?.reader ?? active('reader', onProgress)) : null,
  ]);
  if (!detector) {
    throw new VisionError('model', 'This build has no detector. See models/ in the project.');
  }
  return { detector, reader: own ?? (await tesseract(onProgress)) };
}

/** The active model of a task, or null where none of ours ships for it. */
async function active(task: ModelTask, onProgress: OnProgress): Promise<EngineModel | null> {
  const id = activeModelId(task);
  return id === null || id === 'tesseract' ? null : fetchShipped(id, onProgress);
}

/** A model that ships with this build, its bytes checked. @throws VisionError */
export async function fetchShipped(id: string, onProgress: OnProgress): Promise<EngineModel> {
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

/** Its code is loaded only where it reads: most visits never need it. */
async function tesseract(onProgress: OnProgress): Promise<PlateReader> {
  const { TesseractReader } = await import('./tesseractReader.ts');
  return new TesseractReader(onProgress);
}
