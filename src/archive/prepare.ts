/** A photo made ready to be kept: read once, hashed, measured, with its near-duplicate hash and preview. */
import { dhash } from '../core/dataset/dhash.ts';
import type { PreparedSample } from '../core/dataset/types.ts';
import { decodePhoto } from '../inference/decode.ts';
import { thumbnail } from '../inference/images.ts';
import type { PhotoFacts } from '../rpc/archiveContract.ts';
import { sha256Hex } from '../store/hash.ts';

/** Enough for preview and hash; decoding more would only take longer. */
const PREVIEW_PIXELS = 1_000_000;
export const THUMB_PX = 320;

/** @throws VisionError for what is no photo */
export async function prepareSample(photo: Blob, facts: PhotoFacts): Promise<PreparedSample> {
  // Everything below works on these bytes: the chosen file may change on disk meanwhile.
  const bytes = await photo.arrayBuffer();
  const sha256 = await sha256Hex(bytes);
  const decoded = await decodePhoto(new Blob([bytes], { type: photo.type }), PREVIEW_PIXELS);
  const thumb = await (await thumbnail(decoded.image, THUMB_PX)).arrayBuffer();
  return {
    sample: {
      id: sha256,
      ...facts,
      taken: decoded.exif.time,
      place: decoded.exif.place,
      size: decoded.size,
      orientation: decoded.exif.orientation,
      type: imageType(new Uint8Array(bytes, 0, Math.min(16, bytes.byteLength))),
      bytes: bytes.byteLength,
      sha256,
      dhash: dhash(decoded.image),
    },
    bytes,
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
