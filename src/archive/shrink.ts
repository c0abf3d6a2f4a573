/** Saving room: photos encoded again, with as many pixels as before, so that all boxes still fit. */

import { decodePhoto } from '../browser/decode.ts';
import type { Sample } from '../core/dataset/types.ts';
import type { Size } from '../core/types.ts';
import type { Shrunk } from '../rpc/archive/contract.ts';
import { withImportLock } from '../store/importLock.ts';
import { savedPhoto, savedSample } from '../store/library.ts';
import { replacePhoto, type SmallerPhoto } from '../store/shrink.ts';
import { toJpeg } from './exportedPhoto.ts';
import { type Job, throttled } from './job.ts';

/** Plates read as well as before, at a third of a camera's usual bytes. */
const QUALITY = 0.8;
/** Less than this is not worth losing the original for. */
const WORTH = 0.8;
/** Above this a photo cannot be decoded whole everywhere. */
const MAX_PIXELS = 50_000_000;

/** The photo encoded again, or null where that saves too little or cannot keep every pixel. */
export async function smallerPhoto(
  photo: ArrayBuffer,
  type: string,
  size: Size,
): Promise<SmallerPhoto | null> {
  const { image } = await decodePhoto(new Blob([photo], { type }), MAX_PIXELS);
  if (image.width !== size.width || image.height !== size.height) return null;
  const jpeg = await toJpeg(image, QUALITY);
  if (jpeg.size > WORTH * photo.byteLength) return null;
  return { bytes: await jpeg.arrayBuffer(), type: jpeg.type };
}

/** Shrinks kept photos, one after the other; what was shrunk stays so when it is stopped. */
export function shrinkSamples(ids: readonly string[], job: Job): Promise<Shrunk> {
  // A backup under way has read what it will write about each photo.
  return withImportLock(() => shrinkAll(ids, job), { signal: job.signal });
}

async function shrinkAll(ids: readonly string[], { signal, report }: Job): Promise<Shrunk> {
  const tell = throttled(report);
  let [shrunk, left, savedBytes] = [0, 0, 0];
  for (const [i, id] of ids.entries()) {
    if (signal.aborted) break;
    const sample = (await savedSample(id))?.sample ?? null;
    const saved = sample && (await shrinkOne(sample));
    if (saved) {
      shrunk += 1;
      savedBytes += saved;
    } else left += 1;
    tell({ stage: 'write', done: i + 1, total: ids.length, bytes: savedBytes });
  }
  return { shrunk, left, savedBytes };
}

/** @returns bytes saved; 0 for a photo that stays as it is */
async function shrinkOne(sample: Sample): Promise<number> {
  const photo = await savedPhoto(sample.id);
  if (!photo) return 0;
  const smaller = await smallerPhoto(photo, sample.type, sample.size).catch(() => null);
  if (!smaller || !(await replacePhoto(sample.id, sample.sha256, smaller))) return 0;
  return photo.byteLength - smaller.bytes.byteLength;
}
