/** From a file to upright pixels of bounded size. Runs in a worker. */
import { boundedSize, MAX_DECODED_PIXELS, uprightSize } from '../core/image/bound.ts';
import { type Exif, readExif } from '../core/image/exif.ts';
import { type HeaderResult, type ImageKind, readImageHeader } from '../core/image/header.ts';
import type { Box, RgbaImage, Size } from '../core/types.ts';
import { VisionError } from './failure.ts';

/** Enough for nearly every header; JPEGs with long metadata need more. */
const HEAD_BYTES = 256 * 1024;
/** Above this a failing decode is blamed on the browser's limits rather than on the file. */
const LARGE_PIXELS = 30_000_000;

export interface DecodedPhoto {
  /** Upright pixels, at most 12 megapixels; transparent parts are white. */
  readonly image: RgbaImage;
  /** Size of the upright photo before it was bounded. */
  readonly size: Size;
  readonly exif: Exif;
}

/** A decoded photo whose pixels are taken as needed. Close it: it holds up to 48 MB. */
export interface OpenPhoto {
  /** The upright photo, bounded to 12 megapixels. */
  readonly bitmap: ImageBitmap;
  /** Size of the upright photo before it was bounded. */
  readonly size: Size;
  readonly exif: Exif;
  close(): void;
}

/** What a file says of itself before it is decoded. */
export interface PhotoHeader {
  readonly kind: ImageKind;
  /** Stored size, before EXIF rotation. */
  readonly size: Size;
  readonly exif: Exif;
}

/** Format, stored size and EXIF of a photo, or why it is refused. @throws VisionError */
export async function checkHeader(photo: Blob): Promise<PhotoHeader> {
  let header: HeaderResult = { ok: 'more' };
  for (const bytes of [HEAD_BYTES, photo.size]) {
    const head = new Uint8Array(await readBytes(photo.slice(0, bytes)));
    header = readImageHeader(head, photo.size);
    if (header.ok === true) return { ...header, exif: readExif(head) };
    if (header.ok === false) break;
  }
  const refusal =
    header.ok === false ? header : { code: 'truncated' as const, detail: 'it is cut short' };
  throw new VisionError(
    refusal.code,
    `This file cannot be read: ${refusal.detail}. ${ADVICE[refusal.code]}`,
  );
}

const ADVICE = {
  empty: 'Copy it again from where it came from.',
  'not-an-image': 'Choose a JPEG, PNG, WebP, AVIF, GIF or HEIC photo.',
  unsupported: 'Save it as JPEG or PNG and try again.',
  truncated: 'It is damaged or was not copied completely; copy it again.',
  'too-large': 'Make it smaller and try again.',
} as const;

/** The file behind the blob may be gone or locked since it was chosen. */
async function readBytes(blob: Blob): Promise<ArrayBuffer> {
  try {
    return await blob.arrayBuffer();
  } catch (error) {
    throw new VisionError(
      'unsupported',
      'This file cannot be opened: it was moved, deleted or changed since it was chosen. Choose it again.',
      true,
      { cause: error },
    );
  }
}

/**
 * Decodes a photo: EXIF rotation applied, first frame of an animation, at most about `maxPixels`.
 * The header is checked before any decoder runs. @throws VisionError
 */
export async function openPhoto(photo: Blob, maxPixels = MAX_DECODED_PIXELS): Promise<OpenPhoto> {
  const header = await checkHeader(photo);
  const shrink = header.size.width * header.size.height > maxPixels;
  const bitmap = await openBitmap(photo, header, shrink ? maxPixels : null);
  try {
    const size = shrink ? uprightSize(header.size, bitmap) : bitmapSize(bitmap);
    if (!shrink) ensureHonest(header, size);
    return { bitmap, size, exif: header.exif, close: () => bitmap.close() };
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
    const { bitmap, size, exif } = open;
    const whole = { x: 0, y: 0, width: bitmap.width, height: bitmap.height };
    return { image: paint(open, whole, boundedSize(bitmap, maxPixels)), size, exif };
  } finally {
    open.close();
  }
}

async function openBitmap(
  photo: Blob,
  { kind, size, exif }: PhotoHeader,
  maxPixels: number | null,
): Promise<ImageBitmap> {
  const options: ImageBitmapOptions = { imageOrientation: 'from-image' };
  if (maxPixels !== null) {
    const turned = exif.orientation >= 5;
    // Only the width is named: were the guess at the rotation wrong, the shape would still be right.
    options.resizeWidth = boundedSize(turned ? swap(size) : size, maxPixels).width;
    options.resizeQuality = 'high';
  }
  try {
    return await createImageBitmap(photo, options);
  } catch (error) {
    const isLarge = size.width * size.height > LARGE_PIXELS;
    if (isLarge && !(await isCutShort(kind, photo))) throw tooLargeForBrowser(size, error);
    const modern = kind === 'heic' || kind === 'avif';
    throw new VisionError(
      modern ? 'unsupported' : 'truncated',
      modern
        ? `This browser cannot open ${kind.toUpperCase()} photos, or this one is damaged. Save it as JPEG and try again.`
        : `This ${kind.toUpperCase()} file cannot be decoded: it is damaged or was not copied completely. Copy it again.`,
      false,
      { cause: error },
    );
  }
}

/** Bytes at a file's end in which its end mark must be; cameras write little behind it. */
const TAIL_BYTES = 64 * 1024;
const END_MARKS: { readonly [kind in ImageKind]?: readonly number[] } = {
  jpeg: [0xff, 0xd9],
  png: [0x49, 0x45, 0x4e, 0x44], // IEND
};

/** Whether the file ends before its format does; false where the format does not tell. */
async function isCutShort(kind: ImageKind, photo: Blob): Promise<boolean> {
  const mark = END_MARKS[kind];
  if (!mark) return false;
  const tail = new Uint8Array(await readBytes(photo.slice(-TAIL_BYTES)));
  return !tail.some((_, at) => mark.every((byte, i) => tail[at + i] === byte));
}

/** A decoded size that is not the header's means a header that lies about its size. */
function ensureHonest({ kind, size }: PhotoHeader, decoded: Size): void {
  if (kind === 'heic' || kind === 'avif') return; // their crop and rotation live in other boxes
  const same = (a: Size) => a.width === decoded.width && a.height === decoded.height;
  if (same(size) || same(swap(size))) return;
  throw new VisionError(
    'truncated',
    `This file cannot be read: its header says ${size.width} × ${size.height} pixels, but it holds ${decoded.width} × ${decoded.height}. ${ADVICE.truncated}`,
  );
}

const swap = ({ width, height }: Size): Size => ({ width: height, height: width });
const bitmapSize = ({ width, height }: ImageBitmap): Size => ({ width, height });

/**
 * The part `from` of an open photo, whole pixels of its bitmap, painted on white at `size`. At the
 * same size the pixels are exact. The canvas memory is freed at once. @throws VisionError
 */
export function paint(photo: OpenPhoto, from: Box, { width, height }: Size): RgbaImage {
  const canvas = new OffscreenCanvas(width, height);
  try {
    const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
    if (!context) throw new Error('no 2D canvas');
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = 'high';
    const { x, y } = from;
    context.drawImage(photo.bitmap, x, y, from.width, from.height, 0, 0, width, height);
    return context.getImageData(0, 0, width, height);
  } catch (error) {
    throw tooLargeForBrowser(photo.size, error);
  } finally {
    canvas.width = 1;
    canvas.height = 1;
  }
}

const tooLargeForBrowser = (size: Size, cause: unknown) =>
  new VisionError(
    'too-large-for-browser',
    `This photo of ${size.width} × ${size.height} pixels is too large for this browser. Make it smaller, or use a computer with more memory.`,
    false,
    { cause },
  );
