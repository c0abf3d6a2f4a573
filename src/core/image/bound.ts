/** How large a photo may be once decoded, and which way up it came out. */
import type { Size } from '../types.ts';

/**
 * Most pixels of a decoded photo. iOS gives blank canvases above 16.7 MP; 12 MP is what phones
 * take, and 48 MB of RGBA is what a batch can afford.
 */
export const MAX_DECODED_PIXELS = 12_000_000;

/** Longest side a canvas may have everywhere. */
const MAX_DECODED_SIDE = 16_384;

/** `size` itself if it is small enough, else (nearly) the same shape scaled down to fit. */
export function boundedSize(size: Size, maxPixels = MAX_DECODED_PIXELS): Size {
  const scale = Math.min(1, Math.sqrt(maxPixels / (size.width * size.height)));
  const side = (value: number, limit: number) =>
    Math.min(MAX_DECODED_SIDE, limit, Math.max(1, Math.floor(value * scale)));
  const width = side(size.width, maxPixels);
  return { width, height: side(size.height, Math.floor(maxPixels / width)) };
}

/**
 * The upright size of a photo whose header says `stored`, given the upright bitmap a browser made
 * of it: the same, or turned by EXIF. A square needs no turning.
 */
export function uprightSize(stored: Size, bitmap: Size): Size {
  const straight = Math.abs(
    Math.log((stored.width * bitmap.height) / (stored.height * bitmap.width)),
  );
  const turned = Math.abs(
    Math.log((stored.height * bitmap.height) / (stored.width * bitmap.width)),
  );
  return turned < straight ? { width: stored.height, height: stored.width } : { ...stored };
}
