/** The best crop of each vehicle, made small for the list. */

import type { FrameCrop } from '../../core/live/frame.ts';
import type { Box, RgbaImage } from '../../core/types.ts';
import { crops } from './liveState.ts';

/** Kept for the list: 300 vehicles of 192 × 64 pixels are 15 MB, and few have a second picture. */
const MOST_VEHICLES = 300;
const WIDTH = 192;

/** The best crop in which a text was read; `null` of those nobody has read. */
interface KeptCrop {
  readonly text: string | null;
  readonly score: number;
  readonly picture: RgbaImage;
}
/** Different readings of one vehicle whose pictures are kept. */
const MOST_TEXTS = 3;

const kept = new Map<number, readonly KeptCrop[]>();
/** The text each vehicle has by now: its picture must show that one. */
const texts = new Map<number, string>();

export function resetCrops(): void {
  keepCropsOf(new Set());
}

/** Lets go of the crops of all other vehicles. */
export function keepCropsOf(ids: ReadonlySet<number>): void {
  for (const id of [...kept.keys(), ...texts.keys()]) if (!ids.has(id)) drop(id);
  crops.value = new Map([...crops.peek()].filter(([id]) => ids.has(id)));
}

/** Keeps `crop` if it is the vehicle's best one with this text; `score` is from `cropScore`. */
export function keepCrop(
  vehicleId: number,
  crop: FrameCrop,
  score: number,
  text: string | null,
): void {
  const before = kept.get(vehicleId) ?? [];
  const same = before.find((one) => one.text === text);
  if (same !== undefined && same.score >= score) return;
  const picture = shrink(crop.image, crop.plate);
  put(vehicleId, [...before.filter((one) => one !== same), { text, score, picture }]);
}

/** The vehicle is read as `text` now: a crop in which it stands is shown where there is one. */
export function showCropOf(vehicleId: number, text: string): void {
  if (texts.get(vehicleId) === text) return;
  texts.set(vehicleId, text);
  put(vehicleId, kept.get(vehicleId) ?? []);
}

/** The vehicle `gone` turned out to be `into`: its crops go over. */
export function passCropOn(gone: number, into: number): void {
  const passed = kept.get(gone) ?? [];
  drop(gone);
  const next = new Map(crops.peek());
  if (next.delete(gone)) crops.value = next;
  if (passed.length > 0) put(into, [...(kept.get(into) ?? []), ...passed]);
}

function drop(id: number): void {
  kept.delete(id);
  texts.delete(id);
}

/** Keeps the best of these and shows the one that fits. */
function put(id: number, all: readonly KeptCrop[]): void {
  const text = texts.get(id);
  const fits = (one: KeptCrop): number => Number(one.text === text);
  const best = [...all].sort((a, b) => fits(b) - fits(a) || b.score - a.score);
  const [first] = best;
  if (first === undefined) return;
  kept.delete(id);
  kept.set(id, best.slice(0, MOST_TEXTS));
  const next = new Map(crops.peek());
  next.delete(id);
  next.set(id, first.picture);
  for (const old of next.keys()) {
    if (next.size <= MOST_VEHICLES) break;
    next.delete(old);
    drop(old);
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
