/** What can be told of a photo's file before and after a platform decodes it, in the same words everywhere. */
import { boundedSize } from '../core/image/bound.ts';
import { type Exif, readExif } from '../core/image/exif.ts';
import { type HeaderResult, type ImageKind, readImageHeader } from '../core/image/header.ts';
import { readWebpExif } from '../core/image/webpExif.ts';
import type { Size } from '../core/types.ts';
import { VisionError } from './failure.ts';

/** A file that may be large, read in parts. */
export interface ByteSource {
  readonly size: number;
  /** The bytes from `from` to before `to`, as far as the file goes. @throws when it is gone */
  bytes(from: number, to: number): Promise<Uint8Array>;
}

/** What a file says of itself before it is decoded. */
export interface PhotoHeader {
  readonly kind: ImageKind;
  /** Stored size, before EXIF rotation. */
  readonly size: Size;
  readonly exif: Exif;
}

/** Enough for nearly every header; JPEGs with long metadata need more. */
const HEAD_BYTES = 256 * 1024;
/** Above this a failing decode is blamed on the platform's limits rather than on the file. */
const LARGE_PIXELS = 30_000_000;

const ADVICE = {
  empty: 'Copy it again from where it came from.',
  'not-an-image': 'Choose a JPEG, PNG, WebP, AVIF, GIF or HEIC photo.',
  unsupported: 'Save it as JPEG or PNG and try again.',
  truncated: 'It is damaged or was not copied completely; copy it again.',
  'too-large': 'Make it smaller and try again.',
} as const;

/** Format, stored size and EXIF of a photo, or why it is refused. @throws VisionError */
export async function checkHeader(file: ByteSource): Promise<PhotoHeader> {
  let header: HeaderResult = { ok: 'more' };
  for (const end of [HEAD_BYTES, file.size]) {
    const head = await readBytes(file, 0, end);
    header = readImageHeader(head, file.size);
    if (header.ok === true) {
      const read = (from: number, to: number) => readBytes(file, from, to);
      const exif = header.kind === 'webp' ? await readWebpExif(read) : readExif(head);
      return { ...header, exif };
    }
    if (header.ok === false) break;
  }
  const refusal =
    header.ok === false ? header : { code: 'truncated' as const, detail: 'it is cut short' };
  throw new VisionError(
    refusal.code,
    `This file cannot be read: ${refusal.detail}. ${ADVICE[refusal.code]}`,
  );
}

/** The file may be gone or locked since it was chosen. */
async function readBytes(file: ByteSource, from: number, to: number): Promise<Uint8Array> {
  try {
    return await file.bytes(from, to);
  } catch (error) {
    throw new VisionError(
      'unsupported',
      'This file cannot be opened: it was moved, deleted or changed since it was chosen. Choose it again.',
      true,
      { cause: error },
    );
  }
}

/** The size to decode to where the photo has more than `maxPixels`, upright as EXIF has it; else null. */
export function sizeToDecode({ size, exif }: PhotoHeader, maxPixels: number): Size | null {
  if (size.width * size.height <= maxPixels) return null;
  return boundedSize(exif.orientation >= 5 ? swap(size) : size, maxPixels);
}

/** Why a platform's decoder failed on a photo whose header was fine. */
export async function decodeFailure(
  { kind, size }: PhotoHeader,
  file: ByteSource,
  cause: unknown,
  here: 'browser' | 'program' = 'browser',
): Promise<VisionError> {
  const isLarge = size.width * size.height > LARGE_PIXELS;
  if (isLarge && !(await isCutShort(kind, file))) return tooLarge(size, cause, here);
  const modern = kind === 'heic' || kind === 'avif';
  return new VisionError(
    modern ? 'unsupported' : 'truncated',
    modern
      ? `This ${here} cannot open ${kind.toUpperCase()} photos, or this one is damaged. Save it as JPEG and try again.`
      : `This ${kind.toUpperCase()} file cannot be decoded: it is damaged or was not copied completely. Copy it again.`,
    false,
    { cause },
  );
}

/** A photo that needs more memory than there is. */
export const tooLarge = (size: Size, cause: unknown, here: 'browser' | 'program' = 'browser') =>
  new VisionError(
    'too-large-for-browser',
    `This photo of ${size.width} × ${size.height} pixels is too large for this ${here}. Make it smaller, or use a computer with more memory.`,
    false,
    { cause },
  );

/** Bytes at a file's end in which its end mark must be; cameras write little behind it. */
const TAIL_BYTES = 64 * 1024;
const END_MARKS: { readonly [kind in ImageKind]?: readonly number[] } = {
  jpeg: [0xff, 0xd9],
  png: [0x49, 0x45, 0x4e, 0x44], // IEND
};

/** Whether the file ends before its format does; false where the format does not tell. */
export async function isCutShort(kind: ImageKind, file: ByteSource): Promise<boolean> {
  const mark = END_MARKS[kind];
  if (!mark) return false;
  const tail = await readBytes(file, Math.max(0, file.size - TAIL_BYTES), file.size);
  const picture = kind === 'jpeg' ? tail.subarray(lastScan(tail)) : tail;
  return !picture.some((_, at) => mark.every((byte, i) => picture[at + i] === byte));
}

/**
 * Where a JPEG's last scan begins, 0 where these bytes are within it: the tables before may hold any
 * bytes, those of an end mark as well, and a picture of a webcam is all in the tail.
 */
function lastScan(tail: Uint8Array): number {
  for (let at = tail.length - 2; at > 0; at--) {
    if (tail[at] === 0xff && tail[at + 1] === 0xda) return at;
  }
  return 0;
}

/** A decoded size that is not the header's means a header that lies about its size. @throws VisionError */
export function ensureHonest({ kind, size }: PhotoHeader, decoded: Size): void {
  if (kind === 'heic' || kind === 'avif') return; // their crop and rotation live in other boxes
  const same = (a: Size) => a.width === decoded.width && a.height === decoded.height;
  if (same(size) || same(swap(size))) return;
  throw new VisionError(
    'truncated',
    `This file cannot be read: its header says ${size.width} × ${size.height} pixels, but it holds ${decoded.width} × ${decoded.height}. ${ADVICE.truncated}`,
  );
}

const swap = ({ width, height }: Size): Size => ({ width: height, height: width });
