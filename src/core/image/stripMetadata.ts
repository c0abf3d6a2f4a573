/**
 * Photos without their metadata (EXIF, GPS, XMP, comments, thumbnails, what stands behind the
 * picture), pixels untouched: the compressed picture is copied, not encoded again. Colour profiles
 * stay, for without them colours change.
 */
import { Bytes } from './bytes.ts';

/** A cleaned copy, or null when the format or a broken structure does not allow it. */
export function stripMetadata(file: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const bytes = new Bytes(file);
  if (bytes.u16(0) === 0xffd8) return stripJpeg(bytes);
  if (bytes.text(0, 8) === '\x89PNG\r\n\x1a\n') return stripPng(bytes);
  return null;
}

/** JFIF, ICC profile and Adobe's colour transform are needed to show the picture. */
function isKeptSegment(bytes: Bytes, at: number, marker: number): boolean {
  if (marker < 0xe0 || (marker > 0xef && marker !== 0xfe)) return true;
  if (marker === 0xe0) return bytes.text(at + 4, 5) === 'JFIF\0';
  if (marker === 0xe2) return bytes.text(at + 4, 12) === 'ICC_PROFILE\0';
  return marker === 0xee && bytes.text(at + 4, 5) === 'Adobe';
}

function stripJpeg(bytes: Bytes): Uint8Array<ArrayBuffer> | null {
  const kept: [number, number][] = [[0, 2]];
  let at = 2;
  while (bytes.has(at, 2)) {
    if (bytes.u8(at) !== 0xff) return null;
    const marker = bytes.u8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0xd9) {
      kept.push([at, at + 2]);
      return join(bytes.data, kept); // what follows (motion photos, second images) goes
    }
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      kept.push([at, at + 2]);
      at += 2;
      continue;
    }
    const length = bytes.u16(at + 2);
    if (length < 2 || !bytes.has(at, length + 2)) return null;
    let end = at + 2 + length;
    if (marker === 0xda) end = scanEnd(bytes, end);
    if (isKeptSegment(bytes, at, marker)) kept.push([at, end]);
    at = end;
  }
  return null; // no end marker: a cut-off file is better encoded again
}

/** Compressed data lasts to the next marker; stuffed zeros and restart markers belong to it. */
function scanEnd(bytes: Bytes, from: number): number {
  const { data } = bytes;
  for (let at = data.indexOf(0xff, from); at >= 0; at = data.indexOf(0xff, at + 1)) {
    const next = bytes.u8(at + 1);
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
}

/** Chunks that make up the picture; all others are about it. */
const PNG_CHUNKS = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP acTL fcTL fdAT'.split(' '),
);

function stripPng(bytes: Bytes): Uint8Array<ArrayBuffer> | null {
  const kept: [number, number][] = [[0, 8]];
  let at = 8;
  while (bytes.has(at, 12)) {
    const end = at + 12 + bytes.u32(at);
    if (end > bytes.length) return null;
    const type = bytes.text(at + 4, 4);
    if (PNG_CHUNKS.has(type)) kept.push([at, end]);
    if (type === 'IEND') return join(bytes.data, kept);
    at = end;
  }
  return null;
}

function join(data: Uint8Array, ranges: readonly [number, number][]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(ranges.reduce((sum, [from, to]) => sum + to - from, 0));
  let at = 0;
  for (const [from, to] of ranges) {
    out.set(data.subarray(from, to), at);
    at += to - from;
  }
  return out;
}
