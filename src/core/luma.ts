/** Brightness of colours: Rec. 601 luma, in the unit that red, green and blue have. */
import { resampleToPlanar } from './resample.ts';
import type { Box, RgbaImage, Size } from './types.ts';

export const luma = (red: number, green: number, blue: number): number =>
  0.299 * red + 0.587 * green + 0.114 * blue;

/** Brightness of each pixel of a whole-pixel region, 0–255, row by row. */
export function greyOf(
  image: RgbaImage,
  region: Box = { x: 0, y: 0, ...sizeOf(image) },
): Float32Array {
  const { data } = image;
  const grey = new Float32Array(region.width * region.height);
  let i = 0;
  for (let y = region.y; y < region.y + region.height; y++) {
    let p = (y * image.width + region.x) * 4;
    for (let x = 0; x < region.width; x++, p += 4) {
      grey[i++] = luma(data[p] as number, data[p + 1] as number, data[p + 2] as number);
    }
  }
  return grey;
}

const sizeOf = ({ width, height }: Size): Size => ({ width, height });

/** Brightnesses, 0–1, row by row, of the whole image squeezed into `size`, whatever its shape. */
export function squeezedGrey(image: RgbaImage, size: Size): Float64Array {
  const plane = size.width * size.height;
  const data = new Float32Array(3 * plane);
  const whole = { x: 0, y: 0, ...sizeOf(image) };
  resampleToPlanar(image, whole, { data, plane: size, at: { x: 0, y: 0, ...size } });
  return Float64Array.from({ length: plane }, (_, i) =>
    luma(data[i] as number, data[plane + i] as number, data[2 * plane + i] as number),
  );
}
