/** What happens when you drop a photo: decode, detect, read, and pictures for the screen. */
import { scaleBox, wholePixels } from '../core/geometry.ts';
import { plateInCrop } from '../core/plateCrop.ts';
import type { Detection, Reading, RgbaImage, Size } from '../core/types.ts';
import type { PhotoReading, PlateWithCrop, ReadOptions } from '../rpc/contract.ts';
import { decodePhoto } from './decode.ts';
import type { Engine } from './engine.ts';
import { cropToPng, thumbnail } from './images.ts';

/** Reads one photo. @throws VisionError */
export async function readPhoto(
  engine: Engine,
  photo: Blob,
  options: ReadOptions,
): Promise<PhotoReading> {
  const started = performance.now();
  const runBefore = engine.runMs;
  const decoded = await decodePhoto(photo);
  const decodedAt = performance.now();
  const detections = await engine.detector.detect(decoded.image, options);
  const detectedAt = performance.now();
  const { readThreshold = 0 } = options;
  // Detections come most confident first, so the unread ones are at the end.
  const readable = detections.filter((d) => d.confidence >= readThreshold);
  const readings = await readPlates(engine, decoded.image, readable);
  const readAt = performance.now();
  const plates: PlateWithCrop[] = [];
  for (const [i, detection] of detections.entries()) {
    const region = wholePixels(detection.box, decoded.image);
    plates.push({
      detection: toSource(detection, decoded.image, decoded.size),
      reading: readings[i] ?? null,
      crop: options.crops ? await cropToPng(decoded.image, region) : null,
    });
  }
  return {
    plates,
    size: decoded.size,
    thumbnail:
      options.thumbnailSize > 0 ? await thumbnail(decoded.image, options.thumbnailSize) : null,
    taken: { time: decoded.exif.time, place: decoded.exif.place },
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
}

/** Reads the plates found in an image, in their order. */
export async function readPlates(
  engine: Engine,
  image: RgbaImage,
  detections: readonly Detection[],
): Promise<Reading[]> {
  if (detections.length === 0) return [];
  return engine.reader.read(
    image,
    detections.map((d) => d.box),
  );
}

/** Reads a picture that is one plate with the usual margin. @throws VisionError */
export async function readPlateFile(engine: Engine, crop: Blob): Promise<Reading> {
  const { image } = await decodePhoto(crop);
  const [reading] = await engine.reader.read(image, [plateInCrop(image)]);
  if (!reading) throw new Error('the reader gave no answer');
  return reading;
}

/** A detection in the bounded bitmap as one in the upright source photo. */
function toSource(detection: Detection, bounded: Size, source: Size): Detection {
  const box = scaleBox(detection.box, source.width / bounded.width, source.height / bounded.height);
  return { ...detection, box };
}
