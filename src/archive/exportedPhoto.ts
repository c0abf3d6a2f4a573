/**
 * Photos and crops as they stand in a dataset: upright, without metadata. What has to be encoded
 * is encoded once and kept, so that the same data gives the same bytes with every browser version.
 */

import { decodePhoto } from '../browser/decode.ts';
import { cropToPng } from '../browser/images.ts';
import type { Sample } from '../core/dataset/types.ts';
import { scaleBox } from '../core/geometry.ts';
import { blurFar } from '../core/image/blurFar.ts';
import { MAX_DECODED_PIXELS } from '../core/image/bound.ts';
import { stripMetadata } from '../core/image/stripMetadata.ts';
import { plateRegion } from '../core/plateCrop.ts';
import type { Box, RgbaImage, Size } from '../core/types.ts';
import { saveDerived, savedDerived } from '../store/library.ts';

export interface ExportedPhoto {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly extension: 'jpg' | 'png';
  /** May be smaller than the sample's where it had to be decoded within a browser's limits. */
  readonly size: Size;
  readonly made: 'stripped' | 'encoded';
}

const UPRIGHT = 'upright';
const JPEG_QUALITY = 0.95;
/** Photos above this are made smaller when they have to be encoded again. */
const MAX_ENCODED_PIXELS = 50_000_000;

/** @throws VisionError when the photo cannot be decoded any more */
export async function exportedPhoto(sample: Sample, photo: ArrayBuffer): Promise<ExportedPhoto> {
  const stripped = sample.orientation === 1 ? stripMetadata(new Uint8Array(photo)) : null;
  if (stripped) {
    const extension = sample.type === 'image/png' ? 'png' : 'jpg';
    return { bytes: stripped, extension, size: sample.size, made: 'stripped' };
  }
  const found = await savedDerived(sample.id, UPRIGHT);
  if (found) return encoded(new Uint8Array(found.bytes), sizeIn(found.type));
  const { image } = await decodePhoto(new Uint8Array(photo), MAX_ENCODED_PIXELS);
  const size = { width: image.width, height: image.height };
  const bytes = await (await toJpeg(image)).arrayBuffer();
  await keep(sample.id, UPRIGHT, `image/jpeg ${size.width}x${size.height}`, bytes);
  return encoded(new Uint8Array(bytes), size);
}

const encoded = (bytes: Uint8Array<ArrayBuffer>, size: Size): ExportedPhoto => ({
  bytes,
  extension: 'jpg',
  size,
  made: 'encoded',
});

/** A blurred photo for a dataset, made once for each choice of boxes and margin. */
export async function exportedBlurredPhoto(
  sample: Sample,
  photo: ArrayBuffer,
  boxes: readonly Box[],
  margin: number,
): Promise<ExportedPhoto> {
  const places = boxes.map(({ x, y, width, height }) => [x, y, width, height].join(','));
  const what = `blurred ${margin} ${places.join(' ')}`;
  const found = await savedDerived(sample.id, what);
  if (found) return encoded(new Uint8Array(found.bytes), sizeIn(found.type));
  const made = await blurredPhoto(sample, photo, boxes, margin);
  const { width, height } = made.size;
  await keep(sample.id, what, `image/jpeg ${width}x${height}`, made.bytes.buffer);
  return made;
}

/** The size in `image/jpeg 640x480`. */
function sizeIn(type: string): Size {
  const [width = 0, height = 0] = type.split(' ')[1]?.split('x').map(Number) ?? [];
  return { width, height };
}

/**
 * The photo with everything far from its plates blurred for good. A photo without plates is blurred
 * altogether.
 */
export async function blurredPhoto(
  sample: Sample,
  photo: ArrayBuffer,
  boxes: readonly Box[],
  margin: number,
  maxPixels = MAX_DECODED_PIXELS,
): Promise<ExportedPhoto> {
  const { image } = await decodePhoto(new Uint8Array(photo), maxPixels);
  const [sx, sy] = [image.width / sample.size.width, image.height / sample.size.height];
  blurFar(
    image,
    boxes.map((box) => scaleBox(box, sx, sy)),
    margin,
  );
  const bytes = await (await toJpeg(image)).arrayBuffer();
  return encoded(new Uint8Array(bytes), { width: image.width, height: image.height });
}

/** PNG crops of plates, with the margin the reader is used to; `null` decodes nothing until needed. */
export async function exportedCrops(
  sample: Sample,
  photo: ArrayBuffer,
  boxes: readonly Box[],
): Promise<Uint8Array<ArrayBuffer>[]> {
  let image: RgbaImage | null = null;
  const crops: Uint8Array<ArrayBuffer>[] = [];
  for (const box of boxes) {
    const what = `crop ${[box.x, box.y, box.width, box.height].join(',')}`;
    let png = (await savedDerived(sample.id, what))?.bytes;
    if (!png) {
      image ??= (await decodePhoto(new Uint8Array(photo))).image;
      const inImage = scaleBox(
        box,
        image.width / sample.size.width,
        image.height / sample.size.height,
      );
      png = await (await cropToPng(image, plateRegion(inImage, image))).arrayBuffer();
      await keep(sample.id, what, 'image/png', png);
    }
    crops.push(new Uint8Array(png));
  }
  return crops;
}

/** A full disk costs only the promise of equal bytes next time, not this export. */
async function keep(id: string, what: string, type: string, bytes: ArrayBuffer): Promise<void> {
  await saveDerived(id, what, { type, bytes }).catch(() => undefined);
}

export async function toJpeg(image: RgbaImage, quality = JPEG_QUALITY): Promise<Blob> {
  const canvas = new OffscreenCanvas(image.width, image.height);
  // Pixels that come from memory and go back there have no use for a graphics card on their way.
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (!context) throw new Error('no 2D canvas');
  const pixels =
    image instanceof ImageData
      ? image
      : new ImageData(new Uint8ClampedArray(image.data), image.width);
  context.putImageData(pixels, 0, 0);
  return canvas.convertToBlob({ type: 'image/jpeg', quality });
}
