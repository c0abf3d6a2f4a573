/** A photo made ready to be kept: read once, hashed, measured, with its near-duplicate hash and preview. */

import { openPhoto, type PhotoFile } from '../browser/decode.ts';
import { dhash } from '../core/dataset/dhash.ts';
import type { PreparedSample } from '../core/dataset/types.ts';
import { allPixels, overview } from '../inference/photo.ts';
import type { PhotoFacts } from '../rpc/archive/contract.ts';
import { sha256Hex } from '../store/hash.ts';
import { toJpeg } from './exportedPhoto.ts';
import { smallerPhoto } from './shrink.ts';

/** Enough for preview and hash; decoding more would only take longer. */
const PREVIEW_PIXELS = 1_000_000;
export const THUMB_PX = 320;
const THUMB_QUALITY = 0.8;

/**
 * @param saveSpace encodes the photo again where that makes it smaller
 * @throws VisionError for what is no photo
 */
export async function prepareSample(
  photo: PhotoFile,
  facts: PhotoFacts,
  saveSpace = false,
): Promise<PreparedSample> {
  // Everything below works on these bytes: the chosen file may change on disk meanwhile.
  const bytes = photo instanceof Blob ? await photo.arrayBuffer() : wholeBuffer(photo);
  const sha256 = await sha256Hex(bytes);
  const decoded = await pixelsOf(new Uint8Array(bytes));
  const thumb = await (await toJpeg(decoded.small, THUMB_QUALITY)).arrayBuffer();
  const type = imageType(new Uint8Array(bytes, 0, Math.min(16, bytes.byteLength)));
  const smaller = saveSpace ? await smallerPhoto(bytes, type, decoded.size) : null;
  const stored = smaller?.bytes ?? bytes;
  return {
    sample: {
      id: sha256,
      ...facts,
      taken: decoded.exif.time,
      place: decoded.exif.place,
      size: decoded.size,
      orientation: smaller ? 1 : decoded.exif.orientation,
      type: smaller?.type ?? type,
      bytes: stored.byteLength,
      sha256: smaller ? await sha256Hex(stored) : sha256,
      dhash: dhash(decoded.image),
    },
    bytes: stored,
    thumb,
  };
}

/** The picture for the hash and the one to show, both drawn of one decoded bitmap. */
async function pixelsOf(photo: PhotoFile) {
  const open = await openPhoto(photo, PREVIEW_PIXELS);
  try {
    const image = await allPixels(open, PREVIEW_PIXELS);
    return { image, small: await overview(open, THUMB_PX), size: open.size, exif: open.exif };
  } finally {
    open.close();
  }
}

/** The bytes as a buffer of their own: they may be part of a larger one. */
const wholeBuffer = (bytes: Uint8Array<ArrayBuffer>): ArrayBuffer =>
  bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer;

/** By the first bytes, for names and given types lie. */
function imageType(head: Uint8Array): string {
  const text = String.fromCharCode(...head);
  if (text.startsWith('\xff\xd8')) return 'image/jpeg';
  if (text.startsWith('\x89PNG')) return 'image/png';
  if (text.startsWith('GIF8')) return 'image/gif';
  if (text.slice(8, 12) === 'WEBP') return 'image/webp';
  return text.slice(8, 12).startsWith('avi') ? 'image/avif' : 'image/heic';
}
