/** Real photos with what their plate says, for `photos.ts`. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Box } from '../../src/core/types.ts';
import { ocrCrops } from '../lib/ocrCrops.mjs';

export interface RealPhoto {
  readonly file: string;
  readonly path: string;
  readonly text: string;
  /** Parts of the photo's sides; null where the photo is a crop of the plate. */
  readonly place: Box | null;
}

const SPLITS = ['val', 'train'];

/**
 * Photos with a single labelled plate whose text is known, each text once: frames of one vehicle say the
 * same thing often. A source that has crops alone gives those.
 */
export function realPhotos(data: string, source: string, count: number): RealPhoto[] {
  const crops = ocrCrops(data, SPLITS, source);
  const photos = crops.flatMap((crop) => photoOf(data, crop) ?? []);
  const texts = new Set<string>();
  const distinct = (photos.length > 0 ? photos : crops.map(asPhoto)).filter(({ text }) => {
    const isNew = !texts.has(text);
    texts.add(text);
    return isNew;
  });
  return distinct.slice(0, count);
}

type Crop = ReturnType<typeof ocrCrops>[number];

const asPhoto = ({ file, path, text }: Crop): RealPhoto => ({ file, path, text, place: null });

/** A crop `<photo>_<k>.jpg` is the k-th plate of its photo, whichever part of `detect` that is in. */
function photoOf(data: string, { file, text }: Crop): RealPhoto | null {
  const photo = /^(.+)_\d+\.jpg$/.exec(file)?.[1];
  for (const split of SPLITS) {
    const labels = join(data, 'detect', split, 'labels', `${photo}.txt`);
    if (!photo || !existsSync(labels)) continue;
    const lines = readFileSync(labels, 'utf8').trim().split(/\r?\n/);
    if (lines.length !== 1) return null;
    const [, x = 0, y = 0, width = 0, height = 0] = (lines[0] ?? '').split(' ').map(Number);
    const path = join(data, 'detect', split, 'images', `${photo}.jpg`);
    const place = { x: x - width / 2, y: y - height / 2, width, height };
    return { file: basename(path), path, text, place };
  }
  return null;
}
