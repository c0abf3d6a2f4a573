/** A photo's file decoded by sharp, as the engine sees it. */
import { open, readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { boundedSize, MAX_DECODED_PIXELS } from '../../src/core/image/bound.ts';
import type { Box, RgbaImage, Size } from '../../src/core/types.ts';
import { VisionError } from '../../src/inference/failure.ts';
import type { OpenPhoto } from '../../src/inference/photo.ts';
import {
  type ByteSource,
  checkHeader,
  decodeFailure,
  ensureHonest,
  type PhotoHeader,
} from '../../src/inference/photoFile.ts';

sharp.cache(false);
sharp.concurrency(1); // photos are read beside each other instead

/**
 * Decodes a photo: EXIF rotation applied, transparent parts white, at most 12 megapixels. Small
 * pictures of a large photo are decoded as such (JPEG can leave detail out); all of its pixels only
 * when a plate is cut out. @throws VisionError
 */
export async function openPhoto(at: string, bytes: number): Promise<OpenPhoto> {
  const file = byteSource(at, bytes);
  const header = await checkHeader(file);
  const upright = header.exif.orientation >= 5 ? swapped(header.size) : header.size;
  const bounded = boundedSize(upright, MAX_DECODED_PIXELS);
  let whole: Promise<RgbaImage> | null = null;
  const fail = async (error: unknown) => decodeFailure(header, file, error, 'program');

  const everything = (): Promise<RgbaImage> => {
    whole ??= decode(at, bounded, header).catch(async (error: unknown) => {
      throw await fail(error);
    });
    return whole;
  };
  return {
    ...bounded,
    size: upright,
    exif: header.exif,
    async pixels(from, size) {
      const isWhole = from.width === bounded.width && from.height === bounded.height;
      const isSame = size.width === bounded.width && size.height === bounded.height;
      if (!isWhole || isSame) return cut(await everything(), from, size);
      return decode(at, size, header).catch(async (error: unknown) => {
        throw await fail(error);
      });
    },
    close: () => {
      whole = null;
    },
  };
}

/** @throws VisionError for a header that lies, or sharp's own error */
async function decode(at: string, size: Size, header: PhotoHeader): Promise<RgbaImage> {
  try {
    return await decodeFrom(at, 'error', size, header);
  } catch (error) {
    if (header.kind !== 'jpeg' || error instanceof VisionError) throw error;
    // Browsers take a JPEG that lacks nothing but its end mark, sharp does not. One that lacks more
    // still fails: of missing rows the decoder warns.
    const whole = Buffer.concat([await readFile(at), JPEG_END]);
    return decodeFrom(whole, 'warning', size, header);
  }
}

const JPEG_END = Buffer.of(0xff, 0xd9);

async function decodeFrom(
  input: string | Buffer,
  failOn: 'error' | 'warning',
  size: Size,
  header: PhotoHeader,
): Promise<RgbaImage> {
  const source = sharp(input, { failOn, limitInputPixels: false, pages: 1 });
  const told = await source.metadata();
  // Formats that crop and turn by boxes of their own are believed, as in the app.
  ensureHonest(header, { width: told.width ?? 0, height: told.height ?? 0 });
  const { data } = await source
    .autoOrient()
    .flatten({ background: '#fff' })
    .resize(size.width, size.height, { fit: 'fill', kernel: 'lanczos3', fastShrinkOnLoad: false })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { ...size, data: asPixels(data) };
}

async function cut(image: RgbaImage, from: Box, size: Size): Promise<RgbaImage> {
  const isWhole = from.width === image.width && from.height === image.height;
  const isSame = from.width === size.width && from.height === size.height;
  if (isWhole && isSame) return image;
  const raw = { width: image.width, height: image.height, channels: 4 as const };
  const part = sharp(image.data, { raw, limitInputPixels: false }).extract({
    left: from.x,
    top: from.y,
    width: from.width,
    height: from.height,
  });
  const resized = isSame ? part : part.resize(size.width, size.height, { fit: 'fill' });
  return { ...size, data: asPixels(await resized.raw().toBuffer()) };
}

/** PNG of a plate's own pixels. */
export async function toPng({ data, width, height }: RgbaImage): Promise<Uint8Array> {
  return sharp(data, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
}

const asPixels = (data: Buffer) =>
  new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength);

const swapped = ({ width, height }: Size): Size => ({ width: height, height: width });

const byteSource = (at: string, size: number): ByteSource => ({
  size,
  async bytes(from, to) {
    const handle = await open(at);
    try {
      const buffer = new Uint8Array(Math.max(0, Math.min(to, size) - from));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, from);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  },
});
