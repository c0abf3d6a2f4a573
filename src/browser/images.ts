/** Small pictures for the screen: crops as PNG, thumbnails as JPEG. */
import { fitLongSide } from '../core/geometry.ts';
import type { Box, RgbaImage } from '../core/types.ts';

/** The whole-pixel `region` of `image` as a PNG. */
export async function cropToPng(image: RgbaImage, region: Box): Promise<Blob> {
  const canvas = new OffscreenCanvas(region.width, region.height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2D canvas');
  context.putImageData(copyRegion(image, region), 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}

/** A JPEG of `image` with its long side at most `longSide` pixels. */
export async function thumbnail(image: RgbaImage, longSide: number): Promise<Blob> {
  const { width, height } = fitLongSide(image, longSide);
  const bitmap = await createImageBitmap(asImageData(image), {
    resizeWidth: width,
    resizeHeight: height,
    resizeQuality: 'medium',
  });
  const canvas = new OffscreenCanvas(width, height);
  try {
    const context = canvas.getContext('2d', { alpha: false });
    if (!context) throw new Error('no 2D canvas');
    context.drawImage(bitmap, 0, 0);
  } finally {
    bitmap.close();
  }
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
}

function asImageData(image: RgbaImage): ImageData {
  if (image instanceof ImageData) return image;
  return new ImageData(new Uint8ClampedArray(image.data), image.width, image.height);
}

function copyRegion(image: RgbaImage, region: Box): ImageData {
  const out = new ImageData(region.width, region.height);
  for (let y = 0; y < region.height; y++) {
    const from = ((region.y + y) * image.width + region.x) * 4;
    out.data.set(image.data.subarray(from, from + region.width * 4), y * region.width * 4);
  }
  return out;
}
