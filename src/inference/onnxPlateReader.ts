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
    const { chars, places } = await this.run(data, count);
    return plates.map((_, i) => {
      const slots = mergedLooks(
        part(chars, i, plates.length),
        margins.length,
        this.alphabet.length,
      );
      return readingFromSlots(slots, {
        alphabet: this.alphabet,
        temperatures: this.temperatures,
        // Of the first look: the others see the same plate a little smaller.
        places: places && part(places, i * margins.length, count),
      });
    });
  }

  /**
   * Slot probabilities `[count, slots, alphabet]` of so many crops, and where each slot looked,
   * `[count, slots, 2]`, when the model tells it.
   */
  private async run(
    data: Float32Array,
    count: number,
  ): Promise<{ chars: Float32Array; places: Float32Array | null }> {
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
    const places = outputs.get('places');
    const fits = places?.data.length === (chars.data.length / this.alphabet.length) * 2;
    return { chars: chars.data, places: fits ? places.data : null };
  }
}

/** The `index`-th of `count` equal parts. */
function part(data: Float32Array, index: number, count: number): Float32Array {
  const length = data.length / count;
  return data.subarray(index * length, (index + 1) * length);
}
