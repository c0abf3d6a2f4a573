/** From a file to upright pixels of bounded size. Runs in a worker. */
import { MAX_DECODED_PIXELS, uprightSize } from '../core/image/bound.ts';
import type { Exif } from '../core/image/exif.ts';
import type { Box, RgbaImage, Size } from '../core/types.ts';
import { allPixels, type OpenPhoto } from '../inference/photo.ts';
import {
  type ByteSource,
  checkHeader as checkFileHeader,
  decodeFailure,
  ensureHonest,
  type PhotoHeader,
  sizeToDecode,
  tooLarge,
} from '../inference/photoFile.ts';

export interface DecodedPhoto {
  /** Upright pixels, at most 12 megapixels; transparent parts are white. */
  readonly image: RgbaImage;
  /** Size of the upright photo before it was bounded. */
  readonly size: Size;
  readonly exif: Exif;
}

/** Format, stored size and EXIF of a photo, or why it is refused. @throws VisionError */
export function checkHeader(photo: Blob): Promise<PhotoHeader> {
  return checkFileHeader(bytesOf(photo));
}

/**
 * Decodes a photo: EXIF rotation applied, first frame of an animation, at most about `maxPixels`.
 * The header is checked before any decoder runs. @throws VisionError
 */
export async function openPhoto(photo: Blob, maxPixels = MAX_DECODED_PIXELS): Promise<OpenPhoto> {
  const header = await checkHeader(photo);
  const bounded = sizeToDecode(header, maxPixels);
  const bitmap = await openBitmap(photo, header, bounded);
  try {
    const decoded = { width: bitmap.width, height: bitmap.height };
    const size = bounded ? uprightSize(header.size, bitmap) : decoded;
    if (!bounded) ensureHonest(header, size);
    return {
      ...decoded,
      size,
      exif: header.exif,
      pixels: async (from, to) => paint(bitmap, size, from, to),
      close: () => bitmap.close(),
    };
  } catch (error) {
    bitmap.close();
    throw error;
  }
}

/** All pixels of a photo, at most `maxPixels` of them. @throws VisionError */
export async function decodePhoto(
  photo: Blob,
  maxPixels = MAX_DECODED_PIXELS,
): Promise<DecodedPhoto> {
  const open = await openPhoto(photo, maxPixels);
  try {
    return { image: await allPixels(open, maxPixels), size: open.size, exif: open.exif };
  } finally {
    open.close();
  }
}

/** A blob's bytes in parts. */
const bytesOf = (blob: Blob): ByteSource => ({
  size: blob.size,
  bytes: async (from, to) => new Uint8Array(await blob.slice(from, to).arrayBuffer()),
});

async function openBitmap(
  photo: Blob,
  header: PhotoHeader,
  bounded: Size | null,
): Promise<ImageBitmap> {
  const options: ImageBitmapOptions = { imageOrientation: 'from-image' };
  if (bounded) {
    // Only the width is named: were the guess at the rotation wrong, the shape would still be right.
    options.resizeWidth = bounded.width;
    options.resizeQuality = 'high';
  }
  try {
    return await createImageBitmap(photo, options);
  } catch (error) {
    throw await decodeFailure(header, bytesOf(photo), error);
  }
}

/**
 * The part `from` of a bitmap, painted on white. At the same size the pixels are exact. The canvas
 * memory is freed at once. @throws VisionError
 */
function paint(bitmap: ImageBitmap, photo: Size, from: Box, { width, height }: Size): RgbaImage {
  const canvas = new OffscreenCanvas(width, height);
  try {
    const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
    if (!context) throw new Error('no 2D canvas');
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, from.x, from.y, from.width, from.height, 0, 0, width, height);
    return context.getImageData(0, 0, width, height);
  } catch (error) {
    throw tooLarge(photo, error);
  } finally {
    canvas.width = 1;
    canvas.height = 1;
  }
}
