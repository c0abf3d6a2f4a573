/** A photo made ready to be kept: read once, hashed, measured, with its near-duplicate hash and preview. */

import { decodePhoto } from '../browser/decode.ts';
import { thumbnail } from '../browser/images.ts';
import { dhash } from '../core/dataset/dhash.ts';
import type { PreparedSample } from '../core/dataset/types.ts';
import type { PhotoFacts } from '../rpc/archive/contract.ts';
import { sha256Hex } from '../store/hash.ts';
import { smallerPhoto } from './shrink.ts';

/** Enough for preview and hash; decoding more would only take longer. */
const PREVIEW_PIXELS = 1_000_000;
export const THUMB_PX = 320;

/**
 * @param saveSpace encodes the photo again where that makes it smaller
 * @throws VisionError for what is no photo
 */
export async function prepareSample(
  photo: Blob,
  facts: PhotoFacts,
  saveSpace = false,
): Promise<PreparedSample> {
  // Everything below works on these bytes: the chosen file may change on disk meanwhile.
  const bytes = await photo.arrayBuffer();
  const sha256 = await sha256Hex(bytes);
  const decoded = await decodePhoto(new Blob([bytes], { type: photo.type }), PREVIEW_PIXELS);
  const thumb = await (await thumbnail(decoded.image, THUMB_PX)).arrayBuffer();
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

/** By the first bytes, for names and given types lie. */
function imageType(head: Uint8Array): string {
  const text = String.fromCharCode(...head);
  if (text.startsWith('\xff\xd8')) return 'image/jpeg';
  if (text.startsWith('\x89PNG')) return 'image/png';
  if (text.startsWith('GIF8')) return 'image/gif';
  if (text.slice(8, 12) === 'WEBP') return 'image/webp';
  return text.slice(8, 12).startsWith('avi') ? 'image/avif' : 'image/heic';
}
