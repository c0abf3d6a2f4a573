/** Small pictures of photos that are not kept (yet). */

import { decodePhoto } from '../browser/decode.ts';
import { cropToPng } from '../browser/images.ts';
import type { Box, Size } from '../core/types.ts';
import { toJpeg } from './exportedPhoto.ts';

const SMALL_PIXELS = 250_000;
const CROP_PIXELS = 2_000_000;

/** @throws VisionError for what cannot be decoded */
export async function smallPicture(photo: Blob): Promise<Blob> {
  const { image } = await decodePhoto(photo, SMALL_PIXELS);
  return toJpeg(image, 0.8);
}

/** A part of a photo; `where` is told the size of the picture it is cut from. @throws VisionError */
export async function cropPicture(photo: Blob, where: (size: Size) => Box): Promise<Blob> {
  const { image } = await decodePhoto(photo, CROP_PIXELS);
  return cropToPng(image, where({ width: image.width, height: image.height }));
}
