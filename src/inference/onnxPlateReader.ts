/** Our own reader: all plates of a photo together, each looked at once or with several margins. */
import { PLATE_MARGIN, type PlateView, platePixels, plateRegion } from '../core/plateCrop.ts';
import { mergedLooks, readingFromSlots } from '../core/reading.ts';
import type { ModelRef, Reading, Size } from '../core/types.ts';
import { VisionError } from './failure.ts';
import type { OnnxModel } from './model.ts';
import type { PlateReader } from './plateReader.ts';

/** Crops run at once; a photo of a car park must not claim memory without bound. */
const BATCH = 18;
const DEFAULT_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_';

export class OnnxPlateReader implements PlateReader {
  private readonly input: Size;
  private readonly alphabet: string;

  /**
   * @param temperatures calibration from the model card: one for all slots or one per slot.
   * @throws VisionError `model` when the file is no such reader.
   */
  constructor(
    readonly model: OnnxModel,
    private readonly temperatures: readonly number[] = [],
  ) {
    const shape = model.file.inputs[0]?.shape ?? [];
    const [height, width] = [shape[2], shape[3]];
    if (typeof height !== 'number' || typeof width !== 'number' || height < 1 || width < 1) {
      throw new VisionError(
        'model',
        `The model ${model.id} is not a plate reader: its input is not [plates, 3, height, width] of one fixed size.`,
      );
    }
    this.input = { width, height };
    this.alphabet = model.file.metadata.get('alphabet') ?? DEFAULT_ALPHABET;
  }

  get ref(): ModelRef {
    return this.model.ref;
  }

  async read(
    plates: readonly PlateView[],
    margins: readonly number[] = [PLATE_MARGIN],
  ): Promise<Reading[]> {
    const readings: Reading[] = [];
    const atOnce = Math.max(1, Math.floor(BATCH / margins.length));
    for (let from = 0; from < plates.length; from += atOnce) {
      readings.push(...(await this.readBatch(plates.slice(from, from + atOnce), margins)));
    }
    return readings;
  }

  /** Runs an empty crop. @returns milliseconds. */
  async warm(): Promise<number> {
    const data = new Float32Array(3 * this.input.width * this.input.height).fill(0.5);
    const started = performance.now();
    await this.run(data, 1);
    return performance.now() - started;
  }

  private async readBatch(
    plates: readonly PlateView[],
    margins: readonly number[],
  ): Promise<Reading[]> {
    const length = 3 * this.input.width * this.input.height;
    const count = plates.length * margins.length;
    const data = new Float32Array(count * length);
    plates.forEach(({ image, box }, i) => {
      margins.forEach((margin, k) => {
        const at = (i * margins.length + k) * length;
        const into = data.subarray(at, at + length);
        platePixels(image, plateRegion(box, image, margin), this.input, into);
      });
    });
    const probabilities = await this.run(data, count);
    const perPlate = probabilities.length / plates.length;
    return plates.map((_, i) => {
      const looks = probabilities.subarray(i * perPlate, (i + 1) * perPlate);
      return readingFromSlots(mergedLooks(looks, margins.length, this.alphabet.length), {
        alphabet: this.alphabet,
        temperatures: this.temperatures,
      });
    });
  }

  /** Slot probabilities of `count` plates, `[count, slots, alphabet]`. */
  private async run(data: Float32Array, count: number): Promise<Float32Array> {
    const outputs = await this.model.run({
      data,
      dims: [count, 3, this.input.height, this.input.width],
    });
    const chars = outputs.get('chars');
    if (chars?.dims.length !== 3 || chars.dims[2] !== this.alphabet.length) {
      throw new VisionError(
        'model',
        `The model ${this.model.id} does not answer as a plate reader: no output "chars" of [plates, slots, ${this.alphabet.length}].`,
      );
    }
    return chars.data;
  }
}
