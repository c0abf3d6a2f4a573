/** Trying an imported model on the GPU, once it works without: some drivers give other answers, or none. */
import type { BackendFit, EngineModel } from '../core/engine.ts';
import { OnnxDetector } from '../inference/detector.ts';
import { openReader } from '../inference/engine.ts';
import { OnnxModel } from '../inference/model.ts';
import type { Runtime } from '../inference/runtime.ts';
import { browserRuntime } from './ortRuntime.ts';

/** Long side of a detector's input, pixels: shaders differ little by size. */
const TRIED_SIZE = 320;

/** @returns null where there is no GPU worth trying. @throws VisionError for a model that runs nowhere */
export async function fitOnGpu(
  { card, bytes }: EngineModel,
  runtime: Runtime = browserRuntime(1, () => undefined),
): Promise<BackendFit | null> {
  const gpu = await runtime.faster();
  if (!gpu) return null;
  const model = await OnnxModel.start({ ...card, bytes }, runtime, gpu);
  try {
    const timed =
      card.task === 'detector' ? new OnnxDetector(model, card) : await openReader(model, card);
    await timed.warm(TRIED_SIZE);
    return await model.fitOn(gpu);
  } finally {
    await model.close();
  }
}
