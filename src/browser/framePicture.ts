/** A video frame as the engine sees it: parts of it drawn by the canvas, in native code. */
import type { Size } from '../core/types.ts';
import type { Picture } from '../inference/photo.ts';

/** Reused for every frame: the worker handles one at a time, and drawing is synchronous. */
const contexts = new Map<string, OffscreenCanvasRenderingContext2D>();
/** Sizes kept: those of the detector's input, and of crops, which change all the time. */
const MOST_CONTEXTS = 4;

function contextFor({ width, height }: Size): OffscreenCanvasRenderingContext2D {
  const key = `${width}x${height}`;
  const known = contexts.get(key);
  if (known) return known;
  const context = new OffscreenCanvas(width, height).getContext('2d', {
    alpha: false,
    willReadFrequently: true,
  });
  if (!context) throw new Error('no 2D canvas');
  if (contexts.size >= MOST_CONTEXTS) contexts.delete(contexts.keys().next().value as string);
  contexts.set(key, context);
  return context;
}

/** The caller closes the frame. */
export function framePicture(frame: ImageBitmap): Picture {
  return {
    width: frame.width,
    height: frame.height,
    async pixels(from, size) {
      const context = contextFor(size);
      context.imageSmoothingQuality = 'medium';
      const { x, y, width, height } = from;
      context.drawImage(frame, x, y, width, height, 0, 0, size.width, size.height);
      return context.getImageData(0, 0, size.width, size.height);
    },
  };
}
