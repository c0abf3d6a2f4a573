/**
 * Pictures of plates as they stand: what reading cut out, and, where a person drew or moved the box,
 * what is cut from the photo, if that is at hand or kept.
 */
import { useEffect, useState } from 'preact/hooks';
import type { CheckedPlate } from '../../core/checkedPlates.ts';
import type { Box } from '../../core/types.ts';
import { cutPlate } from '../correct/readBox.ts';
import type { PhotoItem } from './items.ts';

type Pictured = Pick<PhotoItem, 'crops' | 'source' | 'sample'>;

const keyOf = ({ x, y, width, height }: Box) => [x, y, width, height].join(' ');

/** What reading cut out; undefined for a plate whose box is not the one that was read. */
function readCrop({ crops }: Pictured, { predicted, read, box }: CheckedPlate) {
  if (predicted === null || !read || keyOf(read.detection.box) !== keyOf(box)) return undefined;
  return crops[predicted] ?? undefined;
}

const made = new WeakMap<Blob, Map<string, Promise<Blob>>>();

/** PNG of a plate, with the margin that the reader is used to; null where there is no photo to cut. */
export async function plateCrop(item: Pictured, plate: CheckedPlate): Promise<Blob | null> {
  const known = readCrop(item, plate);
  if (known) return known;
  const photo = item.source ?? (item.sample && (await keptPhoto(item.sample)));
  if (!photo) return null;
  const cuts = made.get(photo) ?? new Map<string, Promise<Blob>>();
  made.set(photo, cuts);
  const key = keyOf(plate.box);
  const cut = cuts.get(key) ?? cutPlate(photo, plate.box);
  cuts.set(key, cut);
  return cut.catch(() => null);
}

async function keptPhoto(sample: string): Promise<Blob | null> {
  const { savedPhoto } = await import('../../store/library.ts');
  const bytes = await savedPhoto(sample).catch(() => null);
  return bytes && new Blob([bytes]);
}

/** The same for a plate of the screen: null until it is cut first, and where there is none. */
export function usePlateCrop(item: Pictured, plate: CheckedPlate | null): Blob | null {
  const known = plate && readCrop(item, plate);
  const key = plate && !known ? keyOf(plate.box) : null;
  const [cut, setCut] = useState<Blob | null>(null);
  useEffect(() => {
    if (!plate || key === null) return;
    let wanted = true;
    void plateCrop(item, plate).then((crop) => wanted && setCut(crop));
    return () => {
      wanted = false;
    };
  }, [item.source, item.sample, key]);
  // While a box is moved the last picture stands until the next is cut.
  return known ?? (key === null ? null : cut);
}
