/** What happens when you drop a photo: open it, read it, and make its pictures for the screen. */
import type { BoxReading, PhotoAnalysis, PictureOptions, ReadOptions } from '../core/engine.ts';
import { wholePixels } from '../core/geometry.ts';
import type { PhotoReading, ReadOutcome } from '../core/photoResult.ts';
import type { Box, Detection, Reading } from '../core/types.ts';
import type { Engine } from '../inference/engine.ts';
import type { OpenPhoto } from '../inference/photo.ts';
import type { PlateReadOptions } from '../inference/plateReader.ts';
import * as engineReads from '../inference/readPhoto.ts';
import { decodePhoto, openPhoto } from './decode.ts';
import { cropToPng, thumbnail } from './images.ts';

/** Reads one photo. @throws VisionError */
export async function readPhotoFile(
  engine: Engine,
  file: Blob,
  options: ReadOptions & PictureOptions,
): Promise<PhotoReading<Blob, ReadOutcome>> {
  const started = performance.now();
  const photo = await openPhoto(file);
  try {
    const openMs = performance.now() - started;
    const { outcome, overview, boxes } = await engineReads.readPhoto(engine, photo, options);
    const crops: Blob[] = [];
    if (options.crops) for (const box of boxes) crops.push(await cropOf(photo, box));
    const small = options.thumbnailSize > 0;
    return {
      thumbnail: small ? await thumbnail(overview, options.thumbnailSize) : null,
      crops,
      outcome: {
        ...outcome,
        times: {
          ...outcome.times,
          decodeMs: outcome.times.decodeMs + openMs,
          totalMs: performance.now() - started,
        },
      },
    };
  } finally {
    photo.close();
  }
}

/** Everything the models tell of a photo, features of plates included. @throws VisionError */
export async function analysePhotoFile(
  engine: Engine,
  file: Blob,
  options: ReadOptions,
): Promise<PhotoAnalysis> {
  const photo = await openPhoto(file);
  try {
    return await engineReads.analysePhoto(engine, photo, options);
  } finally {
    photo.close();
  }
}

/** Reads plates of a photo whose boxes are known. @throws VisionError */
export async function readBoxesFile(
  engine: Engine,
  file: Blob,
  boxes: readonly Box[],
  options: PlateReadOptions,
): Promise<BoxReading[]> {
  const photo = await openPhoto(file);
  try {
    return await engineReads.readBoxes(engine, photo, boxes, options);
  } finally {
    photo.close();
  }
}

/** Reads a picture that is one plate with the usual margin. @throws VisionError */
export async function readPlateFile(engine: Engine, crop: Blob): Promise<Reading> {
  return engineReads.readPlateImage(engine, (await decodePhoto(crop)).image);
}

/** The plate's own pixels as a PNG. */
async function cropOf(photo: OpenPhoto, { box }: Detection): Promise<Blob> {
  const from = wholePixels(box, photo);
  const image = await photo.pixels(from, from);
  return cropToPng(image, { x: 0, y: 0, width: image.width, height: image.height });
}
