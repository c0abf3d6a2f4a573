/** Tesseract's opinion of a plate, asked for by a person: an engine of its own, started then. */
import { signal } from '@preact/signals';
import type { Box } from '../../core/types.ts';
import { createVision, type Vision } from '../../rpc/vision/client.ts';
import { settings } from '../appSettings.ts';
import { cutPlate } from '../correct/readBox.ts';

/** Whether it is asked for every plate that comes up. */
export const asksTesseract = signal(false);

let vision: Vision | null = null;
let ready: Promise<unknown> | null = null;

/** What tesseract reads in `box`; '' for nothing, and a sentence when it could not be asked. */
export async function tesseractOpinion(
  photo: Blob,
  box: Box,
  signal: AbortSignal,
): Promise<{ readonly text: string } | { readonly error: string }> {
  try {
    vision ??= createVision();
    const { backend } = settings.peek();
    ready ??= vision.start({ backend, reader: 'tesseract' }).catch((error: unknown) => {
      ready = null; // a failed start must not be kept
      throw error;
    });
    await ready;
    const outcome = await vision.readPlate(await cutPlate(photo, box), signal);
    return outcome.ok ? { text: outcome.value.text } : { error: outcome.failure.message };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** Stops the engine; it is started again when asked again. */
export function endSecondOpinion(): void {
  vision?.close();
  vision = null;
  ready = null;
}
