/** One frame of a video: find its plates, and cut out those that are still to be read. */
import { expand, fitLongSide, iou, scaleBox, scaleSize, wholePixels } from '../core/geometry.ts';
import { profileOf } from '../core/live/cameraMotion.ts';
import type { FrameCrop, FrameDetections, FrameOptions, FramePlate } from '../core/live/frame.ts';
import { cropQuality } from '../core/live/quality.ts';
import type { Box, Detection, Reading, RgbaImage, Size } from '../core/types.ts';
import type { Engine } from './engine.ts';
import type { Picture } from './photo.ts';
import { now } from './platform.ts';

/** Room around a plate in its crop; readers add their own margin within it. */
const CROP_MARGIN = 0.25;
/** Widest crop kept, pixels: more does not read better and fills memory. */
const MAX_CROP_WIDTH = 480;
/** Crops cut out of one frame; a car park is read over many frames. */
const MAX_CROPS = 8;

/** Detects the plates of one frame. The caller releases the frame. @throws VisionError */
export async function detectFrame(
  engine: Engine,
  frame: Picture,
  options: FrameOptions,
): Promise<FrameDetections> {
  const startedMs = now();
  const region = options.region ?? { x: 0, y: 0, width: frame.width, height: frame.height };
  // Shrunk by the platform, in native code: our own resampler would cost as much as the detector.
  const size = fitLongSide(region, options.inputSize);
  const picture = await frame.pixels(region, size);
  const profile = profileOf(picture);
  const preparedMs = now();
  const { plates: found } = await engine.detector.detect(picture, options);
  const detectedMs = now();
  const detections = found.map((detection) => inFrame(detection, region, size));
  let cut = 0;
  const plates: FramePlate[] = [];
  for (const detection of detections) {
    const isSettled = options.settled.some((box) => iou(box, detection.box) > 0.4);
    if (isSettled || cut >= MAX_CROPS) {
      plates.push({ detection, crop: null });
      continue;
    }
    cut++;
    plates.push({ detection, crop: await cropOf(frame, detection.box) });
  }
  return {
    plates,
    profile,
    profileScale: Math.max(1, Math.max(region.width, region.height) / options.inputSize),
    times: {
      prepareMs: preparedMs - startedMs,
      detectMs: detectedMs - preparedMs,
      cropMs: now() - detectedMs,
    },
  };
}

/** Reads crops in their order. `tta`: with test-time augmentation. @throws VisionError */
export async function readCrops(
  engine: Engine,
  crops: readonly Pick<FrameCrop, 'image' | 'plate'>[],
  tta = false,
): Promise<Reading[]> {
  const answers = await engine.reader.read(
    crops.map(({ image, plate }) => ({ image, box: plate })),
    { tta },
  );
  return answers.map(({ reading }) => reading);
}

/** Runs the detector bare, again and again. @returns milliseconds of all runs. @throws VisionError */
export async function timeDetector(
  engine: Engine,
  inputSize: number,
  runs: number,
): Promise<number> {
  let sumMs = 0;
  for (let run = 0; run < runs; run++) sumMs += await engine.detector.warm(inputSize);
  return sumMs;
}

function inFrame(detection: Detection, region: Box, size: Size): Detection {
  const box = scaleBox(detection.box, region.width / size.width, region.height / size.height);
  return { ...detection, box: { ...box, x: box.x + region.x, y: box.y + region.y } };
}

async function cropOf(frame: Picture, box: Box): Promise<FrameCrop | null> {
  if (box.width < 4 || box.height < 3) return null;
  const from = wholePixels(expand(box, CROP_MARGIN), frame);
  const scale = Math.min(1, MAX_CROP_WIDTH / from.width);
  const size = scaleSize(from, scale);
  const image = await frame.pixels(from, size);
  const plate = scaleBox(
    { ...box, x: box.x - from.x, y: box.y - from.y },
    size.width / from.width,
    size.height / from.height,
  );
  return { image, plate, quality: cropQuality(inside(image, plate), box.height) };
}

/** The plate itself, without the margin, for measuring. */
function inside(image: RgbaImage, plate: Box): RgbaImage {
  const { x, y, width, height } = wholePixels(plate, image);
  const data = new Uint8ClampedArray(width * height * 4);
  for (let row = 0; row < height; row++) {
    const from = ((y + row) * image.width + x) * 4;
    data.set(image.data.subarray(from, from + width * 4), row * width * 4);
  }
  return { data, width, height };
}
