/**
 * What a photo file is and how large, from its bytes and before anything decodes it: a decoder
 * given a 20,000×20,000 PNG would first allocate 1.6 GB.
 */
import type { Size } from '../types.ts';
import { gifSize, heifSize, jpegSize, pngHeader, webpSize } from './formats.ts';

/** Photos above this many pixels are refused. */
export const MAX_PIXELS = 100_000_000;

export type ImageKind = 'jpeg' | 'png' | 'webp' | 'avif' | 'gif' | 'heic';

/** Why a file is refused; `detail` is a clause for people, without a full stop. */
export interface HeaderRefusal {
  readonly ok: false;
  readonly code: 'empty' | 'not-an-image' | 'unsupported' | 'truncated' | 'too-large';
  readonly detail: string;
}

export type HeaderResult =
  | { readonly ok: true; readonly kind: ImageKind; readonly size: Size }
  /** The size lies further into the file: call again with more bytes. */
  | { readonly ok: 'more' }
  | HeaderRefusal;

/**
 * Reads the header from the first bytes of a file.
 * @param head the file's first bytes, or all of them.
 * @param fileBytes the length of the whole file.
 * @returns stored size (before EXIF rotation); never `more` once `head` is the whole file.
 */
export function readImageHeader(head: Uint8Array, fileBytes: number): HeaderResult {
  if (fileBytes === 0) return refuse('empty', 'it has no bytes');
  const kind = sniff(head);
  if (kind === null) return refuse('not-an-image', describeStranger(head));
  if (kind === 'other') {
    return refuse('unsupported', 'it is a picture, but not JPEG, PNG, WebP, AVIF, GIF or HEIC');
  }
  const size = sizeOf(kind, head);
  if (size === 'more') {
    if (head.length < fileBytes) return { ok: 'more' };
    return refuse('truncated', 'it ends before its picture begins');
  }
  if (size === 'broken') return refuse('truncated', 'its header makes no sense');
  const pixels = size.width * size.height;
  if (pixels === 0) return refuse('truncated', 'its header gives no width or height');
  const named = `${size.width} × ${size.height}`;
  if (pixels > MAX_PIXELS) {
    return refuse('too-large', `it has ${named} pixels, and the limit is 100 megapixels`);
  }
  if (fileBytes < leastBytes(kind, head, size)) {
    return refuse('truncated', `its header promises ${named} pixels, more than its bytes can hold`);
  }
  return { ok: true, kind, size: { width: size.width, height: size.height } };
}

const refuse = (code: HeaderRefusal['code'], detail: string): HeaderRefusal => ({
  ok: false,
  code,
  detail,
});

function sizeOf(kind: ImageKind, head: Uint8Array): Size | 'more' | 'broken' {
  switch (kind) {
    case 'jpeg':
      return jpegSize(head);
    case 'png':
      return pngHeader(head);
    case 'gif':
      return gifSize(head);
    case 'webp':
      return webpSize(head);
    default:
      return heifSize(head);
  }
}

const HEIC_BRANDS = ['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1'];

/** BMP, TIFF (both byte orders, and most raw photos), PSD, ICO, JPEG XL (bare and boxed). */
const OTHER_PICTURES = ['BM', 'II*\0', 'MM\0*', '8BPS', '\0\0\x01\0', '\xff\x0a', '\0\0\0\x0cJXL '];

/** The format by its first bytes, whatever the name says; `other` is a picture we do not read. */
function sniff(head: Uint8Array): ImageKind | 'other' | null {
  const start = String.fromCharCode(...head.subarray(0, 64));
  if (start.startsWith('\xff\xd8')) return 'jpeg';
  if (start.startsWith('\x89PNG')) return 'png';
  if (start.startsWith('GIF87a') || start.startsWith('GIF89a')) return 'gif';
  if (start.startsWith('RIFF') && start.slice(8, 12) === 'WEBP') return 'webp';
  if (start.slice(4, 8) === 'ftyp') {
    const brands = [start.slice(8, 12)];
    const end = Math.min(start.length, (head[2] ?? 0) * 256 + (head[3] ?? 0));
    for (let at = 16; at + 4 <= end; at += 4) brands.push(start.slice(at, at + 4));
    if (brands.some((b) => b === 'avif' || b === 'avis')) return 'avif';
    if (brands.some((b) => HEIC_BRANDS.includes(b))) return 'heic';
    return null;
  }
  if (OTHER_PICTURES.some((magic) => start.startsWith(magic))) return 'other';
  return null;
}

function describeStranger(head: Uint8Array): string {
  const start = String.fromCharCode(...head.subarray(0, 512)).replace(/^\xef\xbb\xbf/, '');
  if (
    /^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)?(<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/i.test(start)
  ) {
    return 'it is an SVG drawing, not a photo';
  }
  if (start.startsWith('%PDF')) return 'it is a PDF document';
  if (start.slice(4, 8) === 'ftyp') return 'it is a video, not a photo';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters tell binary from text
  if (!/[\0-\x08\x0e-\x1f]/.test(start)) return 'it holds text, whatever its name says';
  return 'its first bytes belong to no picture format';
}

/**
 * Fewest bytes that can encode `size`, well on the safe side; 0 where a format has no such bound.
 * PNG: deflate shrinks at most 1032-fold. JPEG: the first scan spends at least one bit on each
 * 8×8 block.
 */
function leastBytes(kind: ImageKind, head: Uint8Array, size: Size): number {
  const pixels = size.width * size.height;
  if (kind === 'jpeg') return pixels / 512;
  if (kind === 'png') {
    const header = pngHeader(head);
    return typeof header === 'string' ? 0 : (pixels * header.bitsPerPixel) / 8 / 1040;
  }
  return 0;
}
