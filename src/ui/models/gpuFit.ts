/** Models that the graphics card of this device is not for: kept with the device, said where models are. */
import type { BackendChoice } from '../../core/engine.ts';
import { localDeviceMemory } from '../../rpc/vision/deviceMemory.ts';

const WORDS: Readonly<Record<NonNullable<BackendChoice['unfit']>, string>> = {
  differs:
    'On this device’s graphics card it gives other answers than on the processor, so the processor runs it.',
  fails: 'It does not run on this device’s graphics card, so the processor runs it.',
};

/** What to say of a model; null where there is nothing to say. */
export const gpuWords = (unfit: BackendChoice['unfit']) => (unfit ? WORDS[unfit] : null);

/** Why a model is kept off the graphics card here, if it is. @param sha256 of its file */
export const gpuUnfit = (sha256: string) =>
  localDeviceMemory()
    .recall()
    .remembered?.find((choice) => choice.sha256 === sha256)?.unfit;
