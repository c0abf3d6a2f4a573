/** The best crop of each vehicle, made small for the list. */
import type { Box, RgbaImage } from '../../core/types.ts';
import type { FrameCrop } from '../../rpc/contract.ts';
import { crops } from './liveState.ts';

/** Kept for the list: 300 vehicles of 192 × 64 pixels are 15 MB. */
const MOST_CROPS = 300;
const WIDTH = 192;

const scores = new Map<number, number>();

export function resetCrops(): void {
  scores.clear();
  crops.value = new Map();
}

/** Lets go of the crops of all other vehicles. */
export function keepCropsOf(ids: ReadonlySet<number>): void {
  for (const id of scores.keys()) if (!ids.has(id)) scores.delete(id);
  crops.value = new Map([...crops.peek()].filter(([id]) => ids.has(id)));
}

/** Keeps `crop` if it is the vehicle's best one so far; `score` is from `cropScore`. */
export function keepCrop(vehicleId: number, crop: FrameCrop, score: number): void {
  if (score <= (scores.get(vehicleId) ?? -1)) return;
  scores.set(vehicleId, score);
  const next = new Map(crops.peek());
  next.delete(vehicleId);
  next.set(vehicleId, shrink(crop.image, crop.plate));
  for (const id of next.keys()) {
    if (next.size <= MOST_CROPS) break;
    next.delete(id);
    scores.delete(id);
  }
  crops.value = next;
}

/** The vehicle `gone` turned out to be `into`: its crop goes over if it is the better one. */
export function passCropOn(gone: number, into: number): void {
  const score = scores.get(gone);
  const crop = crops.peek().get(gone);
  if (score === undefined || crop === undefined) return;
  scores.delete(gone);
  const next = new Map(crops.peek());
  next.delete(gone);
  if (score > (scores.get(into) ?? -1)) {
    scores.set(into, score);
    next.set(into, crop);
  }
  crops.value = next;
}

/** The plate with a little room, at most `WIDTH` pixels wide, every n-th pixel. */
function shrink(image: RgbaImage, plate: Box): RgbaImage {
  const room = plate.height * 0.12;
  const left = Math.max(0, Math.floor(plate.x - room));
  const top = Math.max(0, Math.floor(plate.y - room));
  const right = Math.min(image.width, Math.ceil(plate.x + plate.width + room));
  const bottom = Math.min(image.height, Math.ceil(plate.y + plate.height + room));
  const step = Math.max(1, (right - left) / WIDTH);
  const width = Math.max(1, Math.floor((right - left) / step));
  const height = Math.max(1, Math.floor((bottom - top) / step));
  const from = new Uint32Array(
    image.data.buffer,
    image.data.byteOffset,
    image.width * image.height,
  );
  const data = new Uint8ClampedArray(width * height * 4);
  const to = new Uint32Array(data.buffer);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const pixel = (top + Math.floor(y * step)) * image.width + left + Math.floor(x * step);
      to[y * width + x] = from[pixel] as number;
    }
  }
  return { data, width, height };
}
