/** Reading one plate of a photo by its box: a plate that was drawn, or imported without its text. */
import { plateRegion } from '../../core/plateCrop.ts';
import type { Box, Reading } from '../../core/types.ts';
import { startEngine, vision } from '../engine.ts';

/** What our reader reads in `box`; null when it cannot be asked. */
export async function readBox(photo: Blob, box: Box, signal: AbortSignal): Promise<Reading | null> {
  if (!(await startEngine()) || signal.aborted) return null;
  const outcome = await vision.readPlate(await cutPlate(photo, box), signal).catch(() => null);
  return outcome?.ok ? outcome.value : null;
}

/** The plate in `box` (upright pixels) with the margin that readers expect, as PNG. */
export async function cutPlate(photo: Blob, box: Box): Promise<Blob> {
  const bitmap = await createImageBitmap(photo, { imageOrientation: 'from-image' });
  try {
    const { x, y, width, height } = plateRegion(box, bitmap);
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext('2d', { alpha: false })?.drawImage(bitmap, -x, -y);
    return await canvas.convertToBlob({ type: 'image/png' });
  } finally {
    bitmap.close();
  }
}
