/** The vision engine as the screens see it: one signal for its state, one function per wish. */
import { signal } from '@preact/signals';
import type {
  EngineInfo,
  EngineSettings,
  LoadProgress,
  PictureOptions,
  ReadOptions,
} from '../core/engine.ts';
import type { Outcome } from '../core/failure.ts';
import type { ReaderLayer } from '../core/learning/layer.ts';
import type { PhotoReading, ReadOutcome } from '../core/photoResult.ts';
import { createVision } from '../rpc/vision/client.ts';
import { VisionStartError } from '../rpc/vision/startError.ts';
import { everKept } from '../store/page/everKept.ts';
import { activeModels, ownEngineModels, usesOwnModels } from './activeModels.ts';
import { settings } from './appSettings.ts';

export type EngineState =
  | { readonly state: 'off' }
  | {
      readonly state: 'loading';
      /** The stage of the model that is least far. */
      readonly stage: LoadProgress['stage'];
      /** Bytes over everything that is being downloaded. */
      readonly loaded: number;
      readonly total: number;
    }
  | { readonly state: 'ready'; readonly info: EngineInfo }
  | { readonly state: 'failed'; readonly message: string };

export const engine = signal<EngineState>({ state: 'off' });

export const vision = createVision();
vision.onInfo((info) => {
  if (engine.peek().state === 'ready') engine.value = { state: 'ready', info };
});

/** The personal last layer that the reader takes along; null for none. */
export const layer = signal<ReaderLayer | null>(null);
let running: EngineSettings | null = null;

/** Gives the running reader another layer, or none. Later starts take it along. */
export async function takeLayer(next: ReaderLayer | null): Promise<void> {
  layer.value = next;
  if (running && engine.peek().state === 'ready') {
    running = { ...running, layer: next };
    await vision.start(running);
  }
}

/** What an earlier visit learnt reads from the first photo on. */
async function bringLayer(): Promise<void> {
  const { keptLayer } = await import('./learn/keptLayer.ts');
  layer.value ??= await keptLayer();
}

const STAGES = ['download', 'verify', 'start', 'warm', 'ready'] as const;

let starting: Promise<boolean> | null = null;
let startedFor = '';
/** Counts starts: one that was overtaken by other settings must not tell its outcome. */
let newest = 0;

/** When the reader was made ready or a photo came back last, in the page's clock; ms. */
let busyAt = 0;
/** Photos that are being read. */
let waiting = 0;

/** Makes the engine ready under the present settings. Answers whether it is; never rejects. */
export function startEngine(): Promise<boolean> {
  const { backend, reader } = settings.peek();
  const { detector, reader: own } = activeModels.peek();
  const wanted = `${backend} ${reader} ${detector} ${own}`;
  const { state } = engine.peek();
  if (starting && startedFor === wanted && state !== 'failed') return starting;
  startedFor = wanted;
  starting = start({ backend, reader });
  return starting;
}

async function start(wanted: EngineSettings): Promise<boolean> {
  newest += 1;
  const turn = newest;
  const progress = new Map<string, LoadProgress>();
  engine.value = { state: 'loading', stage: 'download', loaded: 0, total: 0 };
  try {
    const models = usesOwnModels() ? await ownEngineModels() : undefined;
    const isLearnt = settings.peek().learns && everKept();
    // The models start meanwhile. Without it the reader reads as it ships.
    const bringing = isLearnt ? bringLayer().catch(() => undefined) : null;
    running = { ...wanted, ...(models && { models }), layer: layer.peek() };
    let info = await vision.start(running, (step) => {
      progress.set(step.model, step);
      if (engine.peek().state === 'loading') engine.value = overall([...progress.values()]);
    });
    await bringing;
    if (turn !== newest) return await startEngine();
    if (layer.peek() !== running.layer) {
      running = { ...running, layer: layer.peek() };
      info = await vision.start(running);
      if (turn !== newest) return await startEngine();
    }
    busyAt = performance.now();
    engine.value = { state: 'ready', info };
    return true;
  } catch (error) {
    if (turn !== newest) return await startEngine();
    const message =
      error instanceof VisionStartError
        ? error.failure.message
        : `${error instanceof Error ? error.message : error} Reload the page to try again.`;
    engine.value = { state: 'failed', message };
    return false;
  }
}

function overall(steps: readonly LoadProgress[]): EngineState {
  const stage = Math.min(...steps.map((step) => STAGES.indexOf(step.stage)));
  const downloads = steps.filter((step) => step.total > 1);
  const sum = (of: (step: LoadProgress) => number) =>
    downloads.reduce((total, step) => total + of(step), 0);
  return {
    state: 'loading',
    stage: STAGES[stage] ?? 'download',
    loaded: sum((step) => (step.stage === 'download' ? step.loaded : step.total)),
    total: sum((step) => step.total),
  };
}

/** How long nobody has waited for the reader, neither for its start nor for a photo; ms. */
export function quietMs(): number {
  if (engine.peek().state === 'loading' || waiting > 0) return 0;
  return performance.now() - busyAt;
}

/** Reads one photo; see `VisionApi.readPhoto`. The engine must be ready. */
export async function readPhoto(
  photo: Blob,
  options: ReadOptions & PictureOptions,
): Promise<Outcome<PhotoReading<Blob, ReadOutcome>>> {
  waiting += 1;
  try {
    return await vision.readPhoto(photo, options);
  } finally {
    waiting -= 1;
    busyAt = performance.now();
  }
}
