/** What happens to a photo once it is open: detect, cut out, read. */
import type { PhotoAnalysis, ReadOptions } from '../core/engine.ts';
import { scaleBox } from '../core/geometry.ts';
import { rawReading } from '../core/learning/layer.ts';
import type { ReadOutcome } from '../core/photoResult.ts';
import { type PlateView, planView, plateInCrop } from '../core/plateCrop.ts';
import type { Box, Detection, Plate, Reading, RgbaImage, Size } from '../core/types.ts';
import type { Engine } from './engine.ts';
import { halvedOverview, type OpenPhoto } from './photo.ts';
import type { PlateAnswer, PlateReadOptions } from './plateReader.ts';
import { now } from './platform.ts';

/**
 * The picture to detect in is at most this many times as long as the detector's input. The platform
 * shrinks larger photos natively: our own resampler, exact but plain JavaScript, would take half as
 * long as the detector on 12 megapixels.
 */
const OVERVIEW = 2;

/** A photo that was read, with what its pictures are made from. */
export interface ReadPhoto {
  readonly outcome: ReadOutcome;
  /** The photo as it was detected in. */
  readonly overview: RgbaImage;
  /** The outcome's boxes, in pixels of the open photo. */
  readonly boxes: readonly Detection[];
}

/**
 * Reads an open photo. `times.decodeMs` counts from here; whoever opened the photo adds its own.
 * @throws VisionError
 */
export async function readPhoto(
  engine: Engine,
  photo: OpenPhoto,
  options: ReadOptions,
): Promise<ReadPhoto> {
  const started = now();
  const runBefore = engine.runMs;
  const image = await halvedOverview(photo, OVERVIEW * engine.detector.inputSide(options));
  const decodedAt = now();
  const found = await engine.detector.detect(image, { ...options, multiScale: true });
  const boxes = found.plates.map((d) => scaled(d, image, photo));
  const detectedAt = now();
  const answers = await readPlates(engine, photo, readable(boxes, options), {
    origin: options.origin,
  });
  const readAt = now();
  const outcome: ReadOutcome = {
    kind: 'read',
    size: photo.size,
    plates: platesOf(boxes, photo, answers),
    embedding: found.embedding,
    detector: engine.detector.ref,
    reader: engine.reader.ref,
    times: {
      decodeMs: decodedAt - started,
      detectMs: detectedAt - decodedAt,
      readMs: readAt - detectedAt,
      totalMs: readAt - started,
      inferenceMs: engine.runMs - runBefore,
    },
    taken: { time: photo.exif.time, place: photo.exif.place },
  };
  return { outcome, overview: image, boxes };
}

/** Everything the models tell of an open photo, features of plates included. @throws VisionError */
export async function analysePhoto(
  engine: Engine,
  photo: OpenPhoto,
  options: ReadOptions,
): Promise<PhotoAnalysis> {
  const image = await halvedOverview(photo, OVERVIEW * engine.detector.inputSide(options));
  const found = await engine.detector.detect(image, { ...options, multiScale: true });
  const boxes = found.plates.map((d) => scaled(d, image, photo));
  const answers = await readPlates(engine, photo, readable(boxes, options), { features: true });
  // Models are judged as they are, whatever was learnt on top of them.
  const raw = answers.map((answer) => ({ ...answer, reading: rawReading(answer.reading) }));
  return {
    plates: platesOf(boxes, photo, raw),
    embedding: found.embedding,
    features: boxes.map((_, i) => answers[i]?.features ?? null),
    detector: engine.detector.ref,
    reader: engine.reader.ref,
  };
}

/**
 * Reads plates whose boxes are known, pixels of the upright photo: as a photo is read, without looking
 * for them. @throws VisionError
 */
export async function readBoxes(
  engine: Engine,
  photo: OpenPhoto,
  boxes: readonly Box[],
  options: PlateReadOptions,
): Promise<PlateAnswer[]> {
  const scale = [photo.width / photo.size.width, photo.height / photo.size.height] as const;
  const own = boxes.map((box) => ({ box: scaleBox(box, ...scale) }));
  return readPlates(engine, photo, own, options);
}

/** Reads a picture that is one plate with the usual margin. @throws VisionError */
export async function readPlateImage(engine: Engine, image: RgbaImage): Promise<Reading> {
  const [answer] = await engine.reader.read([{ image, box: plateInCrop(image) }], { tta: true });
  if (!answer) throw new Error('the reader gave no answer');
  return answer.reading;
}

/** Detections come most confident first, so the unread ones are at the end. */
function readable(boxes: readonly Detection[], { readThreshold = 0 }: ReadOptions): Detection[] {
  return boxes.filter((d) => d.confidence >= readThreshold);
}

/** Reads plates found in a photo, pixels of the open photo, in their order and at full detail. */
async function readPlates(
  engine: Engine,
  photo: OpenPhoto,
  detections: readonly Pick<Detection, 'box'>[],
  options: PlateReadOptions,
): Promise<PlateAnswer[]> {
  const views: PlateView[] = [];
  for (const detection of detections) {
    const { from, to, box } = planView(detection.box, photo);
    views.push({ image: await photo.pixels(from, to), box });
  }
  return engine.reader.read(views, { ...options, tta: true });
}

/** Plates in pixels of the source photo, with their readings. */
function platesOf(
  boxes: readonly Detection[],
  photo: OpenPhoto,
  answers: readonly PlateAnswer[],
): Plate[] {
  return boxes.map((found, i) => ({
    detection: scaled(found, photo, photo.size),
    reading: answers[i]?.reading ?? null,
  }));
}

/** A detection in a picture of one size as one in the same picture of another. */
function scaled(detection: Detection, from: Size, to: Size): Detection {
  const box = scaleBox(detection.box, to.width / from.width, to.height / from.height);
  return { ...detection, box };
}
