/** What happens when you drop a photo: decode, detect, read, and pictures for the screen. */
import { scaleBox, wholePixels } from '../core/geometry.ts';
import { type PlateView, planView, plateInCrop } from '../core/plateCrop.ts';
import type { Detection, Reading, RgbaImage, Size } from '../core/types.ts';
import type { PhotoReading, PlateWithCrop, ReadOptions } from '../rpc/contract.ts';
import { decodePhoto, type OpenPhoto, openPhoto, paint } from './decode.ts';
import type { Engine } from './engine.ts';
import { cropToPng, thumbnail } from './images.ts';

/**
 * The picture to detect in is at most this many times as long as the detector's input. The browser
 * shrinks larger photos natively: our own resampler, exact but plain JavaScript, would take half as
 * long as the detector on 12 megapixels.
 */
const OVERVIEW = 2;

/** Reads one photo. @throws VisionError */
export async function readPhoto(
  engine: Engine,
  file: Blob,
  options: ReadOptions,
): Promise<PhotoReading> {
  const started = performance.now();
  const runBefore = engine.runMs;
  const photo = await openPhoto(file);
  try {
    const image = overview(photo, OVERVIEW * engine.detector.inputSide(options));
    const decodedAt = performance.now();
    const found = await engine.detector.detect(image, { ...options, multiScale: true });
    const detections = found.plates.map((d) => scaled(d, image, photo.bitmap));
    const detectedAt = performance.now();
    const { readThreshold = 0 } = options;
    // Detections come most confident first, so the unread ones are at the end.
    const readable = detections.filter((d) => d.confidence >= readThreshold);
    const readings = await readPlates(engine, photo, readable);
    const readAt = performance.now();
    const plates: PlateWithCrop[] = [];
    for (const [i, detection] of detections.entries()) {
      plates.push({
        detection: scaled(detection, photo.bitmap, photo.size),
        reading: readings[i] ?? null,
        crop: options.crops ? await cropOf(photo, detection) : null,
      });
    }
    return {
      plates,
      size: photo.size,
      thumbnail: options.thumbnailSize > 0 ? await thumbnail(image, options.thumbnailSize) : null,
      taken: { time: photo.exif.time, place: photo.exif.place },
      embedding: found.embedding,
      detector: engine.detector.ref,
      reader: engine.reader.ref,
      inferenceMs: engine.runMs - runBefore,
      times: {
        decodeMs: decodedAt - started,
        detectMs: detectedAt - decodedAt,
        readMs: readAt - detectedAt,
        totalMs: performance.now() - started,
      },
    };
  } finally {
    photo.close();
  }
}

/** Reads a picture that is one plate with the usual margin. @throws VisionError */
export async function readPlateFile(engine: Engine, crop: Blob): Promise<Reading> {
  const { image } = await decodePhoto(crop);
  const [reading] = await engine.reader.read([{ image, box: plateInCrop(image) }], true);
  if (!reading) throw new Error('the reader gave no answer');
  return reading;
}

/** The whole photo with its long side at most `longSide` pixels. */
function overview(photo: OpenPhoto, longSide: number): RgbaImage {
  const { width, height } = photo.bitmap;
  const scale = Math.min(1, longSide / Math.max(width, height));
  return paint(
    photo,
    { x: 0, y: 0, width, height },
    {
      width: Math.max(1, Math.round(width * scale)),
      height: Math.max(1, Math.round(height * scale)),
    },
  );
}

/** Reads plates found in a photo, pixels of its bitmap, in their order and at full detail. */
function readPlates(
  engine: Engine,
  photo: OpenPhoto,
  detections: readonly Detection[],
): Promise<Reading[]> {
  const views = detections.map((detection): PlateView => {
    const { from, to, box } = planView(detection.box, photo.bitmap);
    return { image: paint(photo, from, to), box };
  });
  return engine.reader.read(views, true);
}

/** The plate's own pixels as a PNG. */
function cropOf(photo: OpenPhoto, detection: Detection): Promise<Blob> {
  const from = wholePixels(detection.box, photo.bitmap);
  const image = paint(photo, from, from);
  return cropToPng(image, { x: 0, y: 0, width: from.width, height: from.height });
}

/** A detection in a picture of one size as one in the same picture of another. */
function scaled(detection: Detection, from: Size, to: Size): Detection {
  const box = scaleBox(detection.box, to.width / from.width, to.height / from.height);
  return { ...detection, box };
}
