/**
 * Making everything unrecognisable but the plates and their surroundings. Not a filter that could
 * be reversed: far pixels are replaced by the averages of large squares.
 */
import type { Box, RgbaImage } from '../types.ts';

/** Squares per long side: a face or a sign keeps a few of them, and nothing to know it by. */
const SQUARES = 24;

/**
 * Blurs, in place, all pixels farther from every box than `margin` times that box's width. Averages
 * are taken over far pixels only, so that nothing of a plate leaks into them.
 */
export function blurFar(image: RgbaImage, boxes: readonly Box[], margin: number): void {
  const { data, width, height } = image;
  const side = Math.max(8, Math.ceil(Math.max(width, height) / SQUARES));
  const kept = boxes.map((box) => {
    const reach = margin * box.width;
    return {
      left: box.x - reach,
      top: box.y - reach,
      right: box.x + box.width + reach,
      bottom: box.y + box.height + reach,
    };
  });
  const isFar = (x: number, y: number) =>
    !kept.some(
      ({ left, top, right, bottom }) => x + 1 > left && x < right && y + 1 > top && y < bottom,
    );
  for (let top = 0; top < height; top += side) {
    for (let left = 0; left < width; left += side) {
      const right = Math.min(width, left + side);
      const bottom = Math.min(height, top + side);
      const sum = [0, 0, 0];
      let count = 0;
      const far: number[] = [];
      for (let y = top; y < bottom; y++) {
        for (let x = left; x < right; x++) {
          if (!isFar(x, y)) continue;
          const at = 4 * (y * width + x);
          far.push(at);
          count += 1;
          for (let c = 0; c < 3; c++) sum[c] = (sum[c] ?? 0) + (data[at + c] ?? 0);
        }
      }
      for (const at of far) {
        for (let c = 0; c < 3; c++) data[at + c] = Math.round((sum[c] ?? 0) / count);
      }
    }
  }
}
