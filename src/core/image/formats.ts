/** Pixel sizes from the headers of the formats we read. All take the first bytes of a file. */
import type { Size } from '../types.ts';
import { Bytes } from './bytes.ts';

/** A size; `more` when it lies beyond the bytes given; `broken` when the structure makes no sense. */
export type SizeResult = Size | 'more' | 'broken';

const PNG_SIGNATURE = '\x89PNG\r\n\x1a\n';

/** PNG: IHDR must be the first chunk. Also gives the bits each pixel takes before compression. */
export function pngHeader(data: Uint8Array): (Size & { bitsPerPixel: number }) | 'more' | 'broken' {
  const bytes = new Bytes(data);
  if (!bytes.has(0, 29)) return 'more';
  if (bytes.text(0, 8) !== PNG_SIGNATURE || bytes.text(12, 4) !== 'IHDR') return 'broken';
  const channels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[bytes.u8(25)];
  if (channels === undefined || bytes.u32(8) !== 13) return 'broken';
  return {
    width: bytes.u32(16),
    height: bytes.u32(20),
    bitsPerPixel: channels * bytes.u8(24),
  };
}

/** JPEG: the first start-of-frame segment, before rotation by EXIF; as lenient as decoders are. */
export function jpegSize(data: Uint8Array): SizeResult {
  const bytes = new Bytes(data);
  let at = 2;
  while (bytes.has(at, 4)) {
    const marker = bytes.u8(at + 1);
    // Stray bytes between segments, as some webcams leave them, and fill bytes: decoders skip both.
    if (bytes.u8(at) !== 0xff || marker === 0xff || marker === 0x00) {
      at++;
      continue;
    }
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2; // no payload
      continue;
    }
    if (marker === 0xd9 || marker === 0xda) return 'broken'; // picture data without a frame header
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      if (!bytes.has(at, 9)) return 'more';
      return { height: bytes.u16(at + 5), width: bytes.u16(at + 7) };
    }
    const length = bytes.u16(at + 2);
    if (length < 2) return 'broken';
    at += 2 + length;
  }
  return 'more';
}

/** GIF: the logical screen, which is what browsers paint the first frame on. */
export function gifSize(data: Uint8Array): SizeResult {
  const bytes = new Bytes(data, true);
  return bytes.has(0, 10) ? { width: bytes.u16(6), height: bytes.u16(8) } : 'more';
}

/** WebP: lossy (VP8), lossless (VP8L) or extended (VP8X). */
export function webpSize(data: Uint8Array): SizeResult {
  const bytes = new Bytes(data, true);
  if (!bytes.has(0, 30)) return 'more';
  switch (bytes.text(12, 4)) {
    case 'VP8 ':
      if (bytes.u24(23) !== 0x2a019d) return 'broken';
      return { width: bytes.u16(26) & 0x3fff, height: bytes.u16(28) & 0x3fff };
    case 'VP8L': {
      if (bytes.u8(20) !== 0x2f) return 'broken';
      const bits = bytes.u32(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { width: bytes.u24(24) + 1, height: bytes.u24(27) + 1 };
    default:
      return 'broken';
  }
}

/**
 * AVIF and HEIC: the largest `ispe` (spatial extent) property in the `meta` box. Grid photos list
 * tiles and thumbnails too; the whole is the largest. Before rotation by `irot`.
 */
export function heifSize(data: Uint8Array): SizeResult {
  const bytes = new Bytes(data);
  let best: Size | null = null;
  let cut = false;

  const walk = (from: number, to: number): void => {
    let at = from;
    while (at + 8 <= to) {
      let size = bytes.u32(at);
      let header = 8;
      if (size === 1) {
        size = bytes.u32(at + 8) * 2 ** 32 + bytes.u32(at + 12);
        header = 16;
      } else if (size === 0) size = to - at;
      if (size < header) return;
      const type = bytes.text(at + 4, 4);
      const end = at + size;
      const inside = Math.min(end, bytes.length);
      if (['meta', 'iprp', 'ipco'].includes(type)) {
        if (end > bytes.length) cut = true;
        walk(at + header + (type === 'meta' ? 4 : 0), inside);
      } else if (type === 'ispe' && bytes.has(at + header + 4, 8)) {
        const found = { width: bytes.u32(at + header + 4), height: bytes.u32(at + header + 8) };
        if (!best || found.width * found.height > best.width * best.height) best = found;
      }
      at = end;
    }
  };

  walk(0, bytes.length);
  return cut ? 'more' : (best ?? 'more');
}
