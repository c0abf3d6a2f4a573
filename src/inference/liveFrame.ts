/** One frame of a video: find its plates, and cut out those that are still to be read. */
import { expand, iou, scaleBox, wholePixels } from '../core/geometry.ts';
import { profileOf } from '../core/live/cameraMotion.ts';
import { cropQuality } from '../core/live/quality.ts';
import type { Box, Detection, Reading, RgbaImage, Size } from '../core/types.ts';
import type { FrameCrop, FrameDetections, FrameOptions } from '../rpc/contract.ts';
import type { Engine } from './engine.ts';

/** Room around a plate in its crop; readers add their own margin within it. */
const CROP_MARGIN = 0.25;
/** Widest crop kept, pixels: more does not read better and fills memory. */
const MAX_CROP_WIDTH = 480;
/** Crops cut out of one frame; a car park is read over many frames. */
const MAX_CROPS = 8;

/** Reused for every frame: the worker handles one at a time, and drawing is synchronous. */
const canvases = new Map<string, OffscreenCanvasRenderingContext2D>();

function contextFor(name: string, size: Size): OffscreenCanvasRenderingContext2D {
  const known = canvases.get(name);
  if (known?.canvas.width === size.width && known.canvas.height === size.height) return known;
  const canvas = new OffscreenCanvas(size.width, size.height);
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (!context) throw new Error('no 2D canvas');
  canvases.set(name, context);
  return context;
}

/** The part `from` of a frame as pixels of `size`; the browser's own resampling. */
function pixels(frame: ImageBitmap, from: Box, size: Size, name: string): RgbaImage {
  const context = contextFor(name, size);
  context.imageSmoothingQuality = 'medium';
  context.drawImage(frame, from.x, from.y, from.width, from.height, 0, 0, size.width, size.height);
  return context.getImageData(0, 0, size.width, size.height);
}

/** Detects the plates of one frame. The caller releases the frame. @throws VisionError */
export async function detectFrame(
  engine: Engine,
  frame: ImageBitmap,
  options: FrameOptions,
): Promise<FrameDetections> {
  const startedMs = performance.now();
  const region = options.region ?? { x: 0, y: 0, width: frame.width, height: frame.height };
  // Shrunk by the canvas, in native code: our own resampler would cost as much as the detector.
  const scale = Math.min(1, options.inputSize / Math.max(region.width, region.height));
  const size = {
    width: Math.max(1, Math.round(region.width * scale)),
    height: Math.max(1, Math.round(region.height * scale)),
  };
  const picture = pixels(frame, region, size, 'input');
  const profile = profileOf(picture);
  const preparedMs = performance.now();
  const { plates: found } = await engine.detector.detect(picture, options);
  const detectedMs = performance.now();
  const detections = found.map((detection) => inFrame(detection, region, size));
  let cut = 0;
  const plates = detections.map((detection) => {
    const isSettled = options.settled.some((box) => iou(box, detection.box) > 0.4);
    if (isSettled || cut >= MAX_CROPS) return { detection, crop: null };
    cut++;
    return { detection, crop: cropOf(frame, detection.box) };
  });
  return {
    plates,
    profile,
    profileScale: 1 / scale,
    times: {
      prepareMs: preparedMs - startedMs,
      detectMs: detectedMs - preparedMs,
      cropMs: performance.now() - detectedMs,
    },
  };
}

/** Reads crops in their order. `tta`: with test-time augmentation. @throws VisionError */
export async function readCrops(
  engine: Engine,
  crops: readonly Pick<FrameCrop, 'image' | 'plate'>[],
  tta = false,
): Promise<Reading[]> {
  return engine.reader.read(
    crops.map(({ image, plate }) => ({ image, box: plate })),
    tta,
  );
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

function cropOf(frame: ImageBitmap, box: Box): FrameCrop | null {
  if (box.width < 4 || box.height < 3) return null;
  const from = wholePixels(expand(box, CROP_MARGIN), frame);
  const scale = Math.min(1, MAX_CROP_WIDTH / from.width);
  const size = {
    width: Math.max(1, Math.round(from.width * scale)),
    height: Math.max(1, Math.round(from.height * scale)),
  };
  const image = pixels(frame, from, size, 'crop');
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
