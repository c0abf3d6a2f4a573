/** Measuring a stored photo: the whole of it, and each of its plates. */
import { openPhoto } from '../browser/decode.ts';
import { cropToPng } from '../browser/images.ts';
import { checkedPlates } from '../core/checkedPlates.ts';
import { scaleBox, wholePixels } from '../core/geometry.ts';
import { plateRegion } from '../core/plateCrop.ts';
import type { KnownSample, PixelFacts } from '../core/quality/facts.ts';
import { photoMeasures } from '../core/quality/photoMeasures.ts';
import { plateMeasures } from '../core/quality/plateMeasures.ts';
import { signature } from '../core/quality/signature.ts';
import type { Box, Size } from '../core/types.ts';
import { type OpenPhoto, overview } from '../inference/photo.ts';

/** Version of what is measured: results of another one are measured anew. */
export const PIXELS = 'pixels-3';

/** The photo is measured at this length: brightness and entropy do not need more. */
const PHOTO_SIDE = 320;
/** A plate's crop is shrunk to this height at most. */
const PLATE_HEIGHT = 64;

/** @throws VisionError when the photo cannot be decoded */
export async function measurePixels(
  photo: Blob,
  { sample, label, prediction }: KnownSample,
): Promise<PixelFacts> {
  const open = await openPhoto(photo);
  try {
    const small = await overview(open, PHOTO_SIDE);
    const plates: PixelFacts['plates'][number][] = [];
    for (const plate of checkedPlates(prediction, label)) {
      if (plate.status === 'rejected') continue;
      const box = inBitmap(plate.box, open);
      const from = wholePixels(box, open);
      const crop = await open.pixels(from, atMost(from, PLATE_HEIGHT));
      const { text, rows } = plate;
      const size = sample.kind === 'crop' ? null : open.size;
      plates.push({
        id: plate.id,
        measures: plateMeasures(crop, plate.box, size, text.length, rows),
      });
    }
    return { photo: photoMeasures(small), signature: signature(small), plates };
  } finally {
    open.close();
  }
}

/** A box of the photo in pixels of its bitmap, which may be smaller. */
const inBitmap = (box: Box, { width, height, size }: OpenPhoto): Box =>
  scaleBox(box, width / size.width, height / size.height);

function atMost({ width, height }: Box, most: number): Size {
  const scale = Math.min(1, most / height);
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}

/** Boxes of a photo as pictures of one plate each, with the margin that readers expect. @throws VisionError */
export async function cropPlates(photo: Blob, boxes: readonly Box[]): Promise<Blob[]> {
  const open = await openPhoto(photo);
  try {
    const crops: Blob[] = [];
    for (const box of boxes) {
      const own = inBitmap(box, open);
      const from = plateRegion(own, open);
      const image = await open.pixels(from, from);
      crops.push(await cropToPng(image, { ...from, x: 0, y: 0 }));
    }
    return crops;
  } finally {
    open.close();
  }
}
