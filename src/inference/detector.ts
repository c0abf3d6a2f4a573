/** Finding plates in a photo. */
import { CASCADE_SEEN, isEnough } from '../core/cascade.ts';
import {
  fixedLetterbox,
  fromInput,
  type Letterbox,
  letterboxPixels,
  multiScaleSides,
  rectangularLetterbox,
} from '../core/letterbox.ts';
import type { ModelCard } from '../core/modelCard.ts';
import {
  boxesOutput,
  type DetectorLayout,
  decodeDetections,
  LayoutError,
  needsNms,
} from '../core/models/detectorLayout.ts';
import { nms } from '../core/nms.ts';
import { plateClasses } from '../core/plateClasses.ts';
import type { Detection, ModelRef, RgbaImage, Size } from '../core/types.ts';
import { parseClassNames } from '../core/yolo.ts';
import { VisionError } from './failure.ts';
import type { OnnxModel } from './model.ts';
import { now } from './platform.ts';
import type { Tensor } from './runtime.ts';

export interface DetectOptions {
  /** Detections under this are dropped, 0–1. */
  readonly threshold: number;
  /** Long side of the input in pixels; a detector of fixed size uses its own. */
  readonly inputSize: number;
  /**
   * For photos, where a plate missed is worse than a tenth of a second: one or two scales that suit
   * the photo, `inputSize` the largest, which is left out where the smaller one leaves no doubt.
   */
  readonly multiScale?: boolean;
}

/** What one picture holds. */
export interface Found {
  /** In pixels of the picture, most confident first. */
  readonly plates: Detection[];
  /** The picture's features at the smallest scale, to four decimals, where the model gives any. */
  readonly embedding: readonly number[] | null;
}

export interface Detector {
  readonly ref: ModelRef;
  /** Long side of its input under these options, pixels: finer pictures than that are shrunk. */
  inputSide(options: DetectOptions): number;
  detect(image: RgbaImage, options: DetectOptions): Promise<Found>;
}

const fourDecimals = (value: number) => Math.round(value * 1e4) / 1e4;

const LAYOUT_WORDS: Readonly<Record<DetectorLayout, string>> = {
  v5: 'the YOLOv5 layout [1, boxes, 5 + classes]',
  v8: 'the YOLOv8 layout [1, 4 + classes, boxes]',
  end2end: 'the end-to-end layout [1, boxes, 6]',
  rows7: 'the layout [boxes, 7]',
};

/** A detector: ours, or anyone's whose layout its card says. */
export class OnnxDetector implements Detector {
  private readonly stride: number;
  private readonly fixed: Size | null;
  private readonly classes: ReadonlySet<number> | null;
  private readonly layout: DetectorLayout;

  /** @throws VisionError `model` when the file is no such detector. */
  constructor(
    readonly model: OnnxModel,
    card: Pick<ModelCard, 'layout' | 'plateClasses'> = {},
  ) {
    this.layout = card.layout ?? 'v5';
    const { inputs, metadata } = model.file;
    const shape = inputs[0]?.shape ?? [];
    if (shape.length !== 4) {
      throw new VisionError(
        'model',
        `The model ${model.id} is not a detector: its input is not one picture [1, 3, height, width].`,
      );
    }
    const [height, width] = [shape[2], shape[3]];
    this.fixed =
      typeof height === 'number' && typeof width === 'number' && height > 0 && width > 0
        ? { width, height }
        : null;
    const stride = Number.parseInt(metadata.get('stride') ?? '', 10);
    this.stride = stride > 0 ? Math.max(32, stride) : 32;
    const named = plateClasses(parseClassNames(metadata.get('names') ?? ''));
    // Where no name says it, all are taken.
    this.classes = card.plateClasses ? new Set(card.plateClasses) : named.size > 0 ? named : null;
  }

  get ref(): ModelRef {
    return this.model.ref;
  }

  inputSide({ inputSize }: DetectOptions): number {
    return this.fixed ? Math.max(this.fixed.width, this.fixed.height) : inputSize;
  }

  async detect(image: RgbaImage, options: DetectOptions): Promise<Found> {
    const [first, ...larger] = this.letterboxes(image, options) as [Letterbox, ...Letterbox[]];
    const { threshold } = options;
    if (larger.length === 0) return this.detectAt(image, first, threshold);
    // Whether there is doubt is seen in boxes that may be too unsure to be told.
    const small = await this.detectAt(image, first, Math.min(threshold, CASCADE_SEEN));
    const told = small.plates.filter(({ confidence }) => confidence >= threshold);
    const scale = first.scaled.width / image.width;
    if (isEnough(small.plates, scale)) return { ...small, plates: told };
    const plates = [...told];
    for (const letterbox of larger) {
      plates.push(...(await this.detectAt(image, letterbox, threshold)).plates);
    }
    return { plates: nms(plates), embedding: small.embedding };
  }

  /** From the smallest scale up. */
  private letterboxes(image: Size, { inputSize, multiScale }: DetectOptions): Letterbox[] {
    if (this.fixed) return [fixedLetterbox(image, this.fixed)];
    const sides = multiScale ? multiScaleSides(image, inputSize, this.stride) : [inputSize];
    return sides.reverse().map((side) => rectangularLetterbox(image, side, this.stride));
  }

  /** One run over the whole picture. */
  private async detectAt(
    image: RgbaImage,
    letterbox: Letterbox,
    threshold: number,
  ): Promise<Found> {
    const { width, height } = letterbox.input;
    const outputs = await this.model.run({
      data: letterboxPixels(image, letterbox),
      dims: [1, 3, height, width],
    });
    const rank = this.layout === 'rows7' ? 2 : 3;
    const output = boxesOutput(outputs, (dims) => dims.length === rank);
    const columns = this.layout === 'v5' ? 6 : 5;
    if (!output || output.dims.length !== rank || (output.dims.at(-1) ?? 0) < columns) {
      throw new VisionError(
        'model',
        `The model ${this.model.id} does not answer in ${LAYOUT_WORDS[this.layout]}.`,
      );
    }
    const all = this.decode(output, threshold);
    const found = needsNms(this.layout) ? nms(all) : all;
    const plates = found.map((plate) => ({ ...plate, box: fromInput(plate.box, letterbox) }));
    const features = outputs.get('embedding')?.data;
    return { plates, embedding: features ? Array.from(features, fourDecimals) : null };
  }

  private decode({ data, dims }: Tensor, threshold: number): Detection[] {
    try {
      return decodeDetections(this.layout, data, dims, threshold, this.classes);
    } catch (error) {
      if (!(error instanceof LayoutError)) throw error;
      throw new VisionError('model', `The model ${this.model.id} cannot be used. ${error.message}`);
    }
  }

  /** Runs an empty 16:9 picture. @returns milliseconds. */
  async warm(inputSize: number): Promise<number> {
    const size =
      this.fixed ?? rectangularLetterbox({ width: 16, height: 9 }, inputSize, this.stride).input;
    const data = new Float32Array(3 * size.width * size.height).fill(0.5);
    const started = now();
    await this.model.run({ data, dims: [1, 3, size.height, size.width] });
    return now() - started;
  }
}
