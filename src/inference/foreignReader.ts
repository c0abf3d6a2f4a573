/** Readers that others made: slots (fast-plate-ocr), steps (CTC, PP-OCR) and boxes of characters. */
import { fixedLetterbox, letterboxPixels } from '../core/letterbox.ts';
import { luma } from '../core/luma.ts';
import type { ModelCard } from '../core/modelCard.ts';
import { characterClasses, readingFromBoxes } from '../core/models/charBoxes.ts';
import { probabilities, readingFromCtc } from '../core/models/ctc.ts';
import {
  decodeDetections,
  detectorLayout,
  LayoutError,
  needsNms,
} from '../core/models/detectorLayout.ts';
import { fittedAlphabet, type ReaderConfig } from '../core/models/readerConfig.ts';
import { nms } from '../core/nms.ts';
import { PLATE_MARGIN, type PlateView, plateRegion } from '../core/plateCrop.ts';
import { readingFromRanked } from '../core/reading.ts';
import { resampleToPlanar } from '../core/resample.ts';
import type { Box, ModelRef, Reading, RgbaImage, Size } from '../core/types.ts';
import { parseClassNames } from '../core/yolo.ts';
import { VisionError } from './failure.ts';
import type { OnnxModel } from './model.ts';
import type { PlateAnswer, PlateReader } from './plateReader.ts';
import { now } from './platform.ts';
import type { Tensor } from './runtime.ts';

type ForeignConfig = NonNullable<ModelCard['reader']>;

const UINT8 = 2;
/** Width of a CTC reader's input whose width is free: PP-OCR's, wider for wider plates. */
const CTC_WIDTH = 320;
const CTC_HEIGHT = 48;
/** Character boxes under this are noise. */
const CHARACTER_THRESHOLD = 0.25;

export class ForeignPlateReader implements PlateReader {
  private readonly shape: readonly (number | string)[];
  private readonly channelsLast: boolean;

  /** @throws VisionError `model` when the input is no picture */
  constructor(
    readonly model: OnnxModel,
    private readonly config: ForeignConfig,
  ) {
    this.shape = model.file.inputs[0]?.shape ?? [];
    if (this.shape.length !== 4) {
      throw new VisionError(
        'model',
        `The model ${model.id} is not a plate reader: its input is not a picture of four axes.`,
      );
    }
    this.channelsLast = [1, 3].includes(this.shape[3] as number);
  }

  get ref(): ModelRef {
    return this.model.ref;
  }

  async read(plates: readonly PlateView[]): Promise<PlateAnswer[]> {
    const answers: PlateAnswer[] = [];
    for (const { image, box } of plates) {
      const region = plateRegion(box, image, PLATE_MARGIN);
      answers.push({ reading: await this.readRegion(image, region), features: null });
    }
    return answers;
  }

  /** Runs a grey crop. @returns milliseconds. */
  async warm(): Promise<number> {
    const image = greyImage({ width: 120, height: 40 });
    const started = now();
    await this.readRegion(image, { x: 0, y: 0, width: 120, height: 40 });
    return now() - started;
  }

  private async readRegion(image: RgbaImage, region: Box): Promise<Reading> {
    try {
      if (this.config.kind === 'characters') return await this.readBoxes(image, region);
      const output = await this.run(this.pixels(image, region, this.config));
      return this.config.kind === 'slots'
        ? slotsReading(output, this.config)
        : ctcReading(output, this.config);
    } catch (error) {
      if (!(error instanceof LayoutError)) throw error;
      throw new VisionError('model', `The model ${this.model.id} cannot be used. ${error.message}`);
    }
  }

  private async readBoxes(image: RgbaImage, region: Box): Promise<Reading> {
    const input = this.size({ width: 640, height: 640 });
    const crop = cut(image, region);
    const letterbox = fixedLetterbox(crop, input);
    const { metadata } = this.model.file;
    const output = await this.run({
      data: letterboxPixels(crop, letterbox),
      dims: [1, 3, input.height, input.width],
    });
    const characters = characterClasses(parseClassNames(metadata.get('names') ?? ''));
    if (!characters) throw new LayoutError('Its class names are no letters and digits.');
    const layout = detectorLayout(output.dims, input, metadata);
    const classes = new Set(characters.keys());
    const { data, dims } = output;
    const boxes = decodeDetections(layout, data, dims, CHARACTER_THRESHOLD, classes);
    return readingFromBoxes(needsNms(layout) ? nms(boxes) : boxes, characters);
  }

  private async run(input: Tensor): Promise<Tensor> {
    const outputs = await this.model.run(input);
    const output = [...outputs.values()].find((t) => t.dims.length >= 2);
    if (!output) throw new LayoutError('It gives no output of numbers.');
    return output;
  }

  /** Input size: the model's, the config's, or `fallback`. */
  private size(fallback: Size): Size {
    const [h, w] = this.channelsLast
      ? [this.shape[1], this.shape[2]]
      : [this.shape[2], this.shape[3]];
    return {
      height: typeof h === 'number' && h > 0 ? h : fallback.height,
      width: typeof w === 'number' && w > 0 ? w : fallback.width,
    };
  }

  /** The crop as this model takes it. */
  private pixels(image: RgbaImage, region: Box, config: ReaderConfig): Tensor {
    const isCtc = config.kind === 'ctc';
    const high = config.height ?? CTC_HEIGHT;
    const natural = Math.ceil((high * region.width) / region.height / 8) * 8;
    const wide =
      config.width ?? (isCtc ? Math.max(CTC_WIDTH, Math.min(natural, 4 * CTC_WIDTH)) : 140);
    const size = this.size({ height: high, width: wide });
    const scale = Math.min(size.width / region.width, size.height / region.height);
    const inner = config.keepsAspect
      ? {
          width: Math.max(1, Math.min(size.width, Math.round(region.width * scale))),
          height: Math.max(1, Math.min(size.height, Math.round(region.height * scale))),
        }
      : size;
    // PP-OCR pads at the right, with the middle of the range.
    const at = isCtc
      ? { x: 0, y: 0 }
      : {
          x: Math.floor((size.width - inner.width) / 2),
          y: Math.floor((size.height - inner.height) / 2),
        };
    const area = size.width * size.height;
    const planes = new Float32Array(3 * area).fill(isCtc ? 0.5 : 114 / 255);
    resampleToPlanar(image, region, { data: planes, plane: size, at: { ...at, ...inner } });
    return this.tensor(planes, size, isCtc);
  }

  /** Planes 0–1 in the order, colours and range that the model takes. */
  private tensor(planes: Float32Array, size: Size, isCtc: boolean): Tensor {
    const area = size.width * size.height;
    const channels = this.channelsLast ? (this.shape[3] as number) : this.shape[1] === 1 ? 1 : 3;
    const isBytes = this.model.file.inputs[0]?.type === UINT8;
    const data = new Float32Array(channels * area);
    const perPixel = this.channelsLast ? channels : 1;
    const perChannel = this.channelsLast ? 1 : area;
    for (let i = 0; i < area; i++) {
      const [r, g, b] = [planes[i], planes[area + i], planes[2 * area + i]] as [
        number,
        number,
        number,
      ];
      // PP-OCR was trained on blue first.
      const colours = channels === 1 ? [luma(r, g, b)] : isCtc ? [b, g, r] : [r, g, b];
      for (let c = 0; c < channels; c++) {
        const value = colours[c] as number;
        data[i * perPixel + c * perChannel] = isBytes || !isCtc ? value * 255 : value * 2 - 1;
      }
    }
    const dims = this.channelsLast
      ? [1, size.height, size.width, channels]
      : [1, channels, size.height, size.width];
    return { data, dims };
  }
}

function slotsReading({ data, dims }: Tensor, config: ReaderConfig): Reading {
  const slots = config.slots ?? 1;
  const classes = data.length / slots;
  if (!Number.isInteger(classes) || classes !== config.alphabet.length) {
    throw new LayoutError(
      `Its output [${dims.join(', ')}] is not ${slots} slots of ${config.alphabet.length} characters, as the config says. Choose the config that belongs to this model.`,
    );
  }
  const ranked = Array.from({ length: slots }, (_, s) => {
    const slot = probabilities(data.subarray(s * classes, (s + 1) * classes));
    return Array.from(slot, (confidence, c) => ({
      char: (config.alphabet[c] as string).toUpperCase(),
      confidence: Math.min(1, confidence),
    })).sort((a, b) => b.confidence - a.confidence);
  });
  return readingFromRanked(ranked, config.pad.toUpperCase(), null);
}

function ctcReading({ data, dims }: Tensor, config: ReaderConfig): Reading {
  const classes = dims.at(-1) ?? 0;
  if (dims.length !== 3 || (dims[0] !== 1 && dims[1] !== 1)) {
    throw new LayoutError(`Its output [${dims.join(', ')}] is no row of steps for one plate.`);
  }
  return readingFromCtc(data, classes, fittedAlphabet(config, classes));
}

function greyImage({ width, height }: Size): RgbaImage {
  return { width, height, data: new Uint8ClampedArray(width * height * 4).fill(128) };
}

/** A region, whole pixels, as an image of its own. */
function cut({ data, width }: RgbaImage, region: Box): RgbaImage {
  const out = new Uint8ClampedArray(region.width * region.height * 4);
  for (let y = 0; y < region.height; y++) {
    const from = ((region.y + y) * width + region.x) * 4;
    out.set(data.subarray(from, from + region.width * 4), y * region.width * 4);
  }
  return { width: region.width, height: region.height, data: out };
}
