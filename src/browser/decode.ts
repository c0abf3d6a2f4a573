/** From a file to upright pixels of bounded size. Runs in a worker. */
import { scaleSize } from '../core/geometry.ts';
import { MAX_DECODED_PIXELS, uprightSize } from '../core/image/bound.ts';
import type { Exif } from '../core/image/exif.ts';
import { turnedSize, uprightTransform } from '../core/image/orientation.ts';
import type { Box, RgbaImage, Size } from '../core/types.ts';
import { allPixels, type OpenPhoto } from '../inference/photo.ts';
import {
  type ByteSource,
  checkHeader as checkFileHeader,
  decodeFailure,
  ensureHonest,
  isCutShort,
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

/**
 * A photo's file, or all its bytes where they are at hand: reading a blob, even one in memory, takes
 * messages to another process and back, which for a small photo take longer than decoding it.
 */
export type PhotoFile = Blob | Uint8Array<ArrayBuffer>;

/** Format, stored size and EXIF of a photo, or why it is refused. @throws VisionError */
export function checkHeader(photo: PhotoFile): Promise<PhotoHeader> {
  return checkFileHeader(bytesOf(photo));
}

/**
 * Decodes a photo: EXIF rotation applied, first frame of an animation, at most about `maxPixels`.
 * The header is checked before any decoder runs. @throws VisionError
 */
export async function openPhoto(
  photo: PhotoFile,
  maxPixels = MAX_DECODED_PIXELS,
): Promise<OpenPhoto> {
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
  photo: PhotoFile,
  maxPixels = MAX_DECODED_PIXELS,
): Promise<DecodedPhoto> {
  const open = await openPhoto(photo, maxPixels);
  try {
    return { image: await allPixels(open, maxPixels), size: open.size, exif: open.exif };
  } finally {
    open.close();
  }
}

/** A file's bytes in parts. */
function bytesOf(photo: PhotoFile): ByteSource {
  if (photo instanceof Blob) {
    const bytes = async (from: number, to: number) =>
      new Uint8Array(await photo.slice(from, to).arrayBuffer());
    return { size: photo.size, bytes };
  }
  return { size: photo.length, bytes: async (from, to) => photo.subarray(from, to) };
}

async function openBitmap(
  file: PhotoFile,
  header: PhotoHeader,
  bounded: Size | null,
): Promise<ImageBitmap> {
  const photo = file instanceof Blob ? file : new Blob([file]);
  try {
    return await bitmapOf(photo, header, bounded);
  } catch (error) {
    const isEndMissing = header.kind === 'jpeg' && (await isCutShort('jpeg', bytesOf(photo)));
    const mended = isEndMissing ? await withEndMark(photo, header, bounded) : null;
    if (mended !== null) return mended;
    throw await decodeFailure(header, bytesOf(photo), error);
  }
}

async function bitmapOf(
  photo: Blob,
  { kind, exif }: PhotoHeader,
  bounded: Size | null,
): Promise<ImageBitmap> {
  // Browsers do not turn WebP, or not all of them: told not to, none does, and it is done here.
  const turns = kind === 'webp' && exif.orientation > 1;
  const options: ImageBitmapOptions = { imageOrientation: turns ? 'none' : 'from-image' };
  if (bounded) {
    // Only the width is named: were the guess at the rotation wrong, the shape would still be right.
    options.resizeWidth = turns ? turnedSize(bounded, exif.orientation).width : bounded.width;
    options.resizeQuality = 'high';
  }
  const bitmap = await createImageBitmap(photo, options);
  return turns ? turned(bitmap, exif.orientation) : bitmap;
}

/** The bitmap upright; the one given is freed. */
function turned(bitmap: ImageBitmap, orientation: number): ImageBitmap {
  try {
    const { width, height } = turnedSize(bitmap, orientation);
    const context = new OffscreenCanvas(width, height).getContext('2d');
    if (!context) throw new Error('no 2D canvas');
    context.setTransform(...uprightTransform(bitmap, orientation));
    context.drawImage(bitmap, 0, 0);
    return context.canvas.transferToImageBitmap();
  } finally {
    bitmap.close();
  }
}

/** Rows at the bottom that are of one colour where the picture was cut off, not its end mark alone. */
const LAST_ROWS = 8;

/** A JPEG of a webcam that left the end mark out; null for one that is cut short. */
async function withEndMark(
  photo: Blob,
  header: PhotoHeader,
  bounded: Size | null,
): Promise<ImageBitmap | null> {
  const ended = new Blob([photo, new Uint8Array([0xff, 0xd9])], { type: photo.type });
  const bitmap = await bitmapOf(ended, header, bounded).catch(() => null);
  if (bitmap === null) return null;
  const { width, height } = bitmap;
  const rows = Math.min(LAST_ROWS, height);
  const last = { x: 0, y: height - rows, width, height: rows };
  const { data } = paint(bitmap, header.size, last, last);
  const pixels = new Uint32Array(data.buffer, data.byteOffset, data.length / 4);
  if (pixels.some((pixel) => pixel !== pixels[0])) return bitmap;
  bitmap.close();
  return null;
}

/**
 * The part `from` of a bitmap, painted on white. At the same size the pixels are exact. It is halved
 * as often as it can be: each pass averages four pixels, and all together cost a quarter of what one
 * smooth step from 12 megapixels does. Canvas memory is freed at once. @throws VisionError
 */
function paint(bitmap: ImageBitmap, photo: Size, from: Box, to: Size): RgbaImage {
  const canvases: OffscreenCanvas[] = [];
  const draw = (image: CanvasImageSource, part: Box, size: Size) => {
    const canvas = new OffscreenCanvas(size.width, size.height);
    canvases.push(canvas);
    const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
    if (!context) throw new Error('no 2D canvas');
    context.fillStyle = '#fff';
    context.fillRect(0, 0, size.width, size.height);
    const half = scaleSize(part, 0.5);
    const isHalf = half.width === size.width && half.height === size.height;
    context.imageSmoothingQuality = isHalf ? 'low' : 'high';
    const { x, y, width, height } = part;
    context.drawImage(image, x, y, width, height, 0, 0, size.width, size.height);
    return context;
  };
  try {
    let [image, part]: [CanvasImageSource, Box] = [bitmap, from];
    for (;;) {
      const half = scaleSize(part, 0.5);
      const isStep = half.width > to.width && half.height > to.height;
      const context = draw(image, part, isStep ? half : to);
      if (!isStep) return context.getImageData(0, 0, to.width, to.height);
      [image, part] = [context.canvas, { x: 0, y: 0, ...half }];
    }
  } catch (error) {
    throw tooLarge(photo, error);
  } finally {
    for (const canvas of canvases) {
      canvas.width = 1;
      canvas.height = 1;
    }
  }
}
