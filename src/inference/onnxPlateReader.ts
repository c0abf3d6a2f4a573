/** Our own reader: all plates of a photo together, each in one view or with test-time augmentation. */

import type { PlateFeatures, ReaderHead } from '../core/engine.ts';
import { ensembleChars } from '../core/learning/head.ts';
import { inScope, type ReaderLayer, withLayer } from '../core/learning/layer.ts';
import { type PlateView, platePixels, plateRegion } from '../core/plateCrop.ts';
import { confidenceFromSlots, readingFromSlots } from '../core/reading.ts';
import {
  augmentPixels,
  ensemble,
  TTA_AUGMENTATIONS,
  TTA_DOUBT,
  TTA_FIRST,
  TTA_MARGINS,
} from '../core/tta.ts';
import type { ModelRef, Reading, Size } from '../core/types.ts';
import { VisionError } from './failure.ts';
import type { OnnxModel } from './model.ts';
import type { PlateAnswer, PlateReader, PlateReadOptions } from './plateReader.ts';
import { now } from './platform.ts';
import type { ViewInputs } from './viewInputs.ts';

/** Views run at once; a photo of a car park must not claim memory without bound. */
const BATCH = 18;
const DEFAULT_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_';

/** What the model answers to one view. */
interface Answer {
  /** `[slots, alphabet]` probabilities. */
  readonly chars: Float32Array;
  /** `[slots, 2]`: where each slot attends to, when the model tells it. */
  readonly places: Float32Array | null;
  /** `[slots, width]`: what the last layer sees, when the model tells it. */
  readonly features: Float32Array | null;
}

export class OnnxPlateReader implements PlateReader {
  private readonly input: Size;
  private readonly alphabet: string;
  private layer: ReaderLayer | null = null;

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

  async read(plates: readonly PlateView[], options: PlateReadOptions = {}): Promise<PlateAnswer[]> {
    const answers: PlateAnswer[] = [];
    for (let from = 0; from < plates.length; from += BATCH) {
      const views = await this.readSome(plates.slice(from, from + BATCH), options);
      for (const of of views) {
        const reading = this.readingByLayer(of, options);
        answers.push({ reading, features: options.features ? this.features(of) : null });
      }
    }
    return answers;
  }

  takeLayer(layer: ReaderLayer | null): void {
    const isOwn = layer?.reader === this.ref.sha256;
    this.layer = isOwn && layer.head.classes === this.alphabet.length ? layer : null;
  }

  get head(): ReaderHead | null {
    const weight = this.model.file.initializer('head.weight');
    const bias = this.model.file.initializer('head.bias');
    const [classes, width] = weight?.shape ?? [];
    if (!weight || !bias || !classes || !width || classes !== this.alphabet.length) return null;
    if (bias.values.length !== classes) return null;
    return {
      reader: this.ref.sha256,
      // Copies: the values may lie in the model's own bytes.
      head: { classes, width, weight: weight.values.slice(), bias: bias.values.slice() },
      alphabet: this.alphabet,
      temperatures: this.temperatures,
    };
  }

  /** Runs an empty crop. @returns milliseconds. */
  async warm(): Promise<number> {
    const pixels = this.blank().fill(0.5);
    const started = now();
    await this.run([pixels]);
    return now() - started;
  }

  /** @returns the answers to all views of each plate: one, or where that leaves doubt all of them */
  private async readSome(
    plates: readonly PlateView[],
    { tta, inputs }: PlateReadOptions,
  ): Promise<Answer[][]> {
    const first = plates.map((plate) => this.inputOf(plate, TTA_FIRST, inputs));
    const answers = await this.runEach(first.map((pixels) => [pixels]));
    if (!tta) return answers;
    const { alphabet } = this;
    const doubtful = answers.flatMap(([of], i) => {
      const chars = ensemble([(of as Answer).chars], alphabet.length);
      return confidenceFromSlots(chars, { alphabet }) < TTA_DOUBT ? [i] : [];
    });
    const others = await this.runEach(
      doubtful.map((i) =>
        this.otherViews(plates[i] as PlateView, first[i] as Float32Array, inputs),
      ),
    );
    doubtful.forEach((i, k) => {
      const all = others[k] as Answer[];
      all.splice(TTA_FIRST, 0, ...(answers[i] as Answer[]));
      answers[i] = all;
    });
    return answers;
  }

  /** All views of a plate but the first. */
  private otherViews(
    plate: PlateView,
    first: Float32Array,
    inputs: ViewInputs | undefined,
  ): Float32Array[] {
    const margins = TTA_MARGINS.map((_, i) =>
      i === TTA_FIRST ? first : this.inputOf(plate, i, inputs),
    );
    const augmented = TTA_AUGMENTATIONS.map((how, i) =>
      this.shared(plate, `augmented ${i}`, inputs, (into) =>
        augmentPixels(margins[how.of] as Float32Array, this.input, how, into),
      ),
    );
    return [...margins.filter((_, i) => i !== TTA_FIRST), ...augmented];
  }

  /** The view of a plate with one of the margins. */
  private inputOf(plate: PlateView, margin: number, inputs: ViewInputs | undefined): Float32Array {
    const { image, box } = plate;
    return this.shared(plate, `margin ${margin}`, inputs, (into) =>
      platePixels(image, plateRegion(box, image, TTA_MARGINS[margin]), this.input, into),
    );
  }

  private shared(
    plate: PlateView,
    name: string,
    inputs: ViewInputs | undefined,
    write: (into: Float32Array) => void,
  ): Float32Array {
    const make = () => {
      const into = this.blank();
      write(into);
      return into;
    };
    const { width, height } = this.input;
    return inputs?.of(plate, `${width} × ${height} ${name}`, make) ?? make();
  }

  /** The raw reading, and what the personal layer makes of the same views. */
  private readingByLayer(answers: readonly Answer[], { origin }: PlateReadOptions): Reading {
    const raw = this.reading(answers, this.temperatures);
    const { layer } = this;
    if (!layer || !inScope(layer.scope, origin)) return raw;
    const views = answers.flatMap(({ features }) => features ?? []);
    const slots = (answers[0]?.chars.length ?? 0) / this.alphabet.length;
    if (views.length < answers.length || views.some((of) => of.length !== slots * layer.head.width))
      return raw;
    const learnt = readingFromSlots(ensembleChars(views, layer.head), {
      alphabet: this.alphabet,
      temperatures: (this.temperatures.length > 0 ? this.temperatures : [1]).map(
        (t) => t * layer.temperature,
      ),
      places: answers[0]?.places ?? null,
    });
    return withLayer(raw, learnt, layer);
  }

  /** One answer from all views of a plate. */
  private reading(answers: readonly Answer[], temperatures: readonly number[]): Reading {
    const all = answers.map(({ chars }) => chars);
    return readingFromSlots(ensemble(all, this.alphabet.length), {
      alphabet: this.alphabet,
      temperatures,
      // Of the view without a margin where there is one: the others are smaller or slanted.
      places: answers[0]?.places ?? null,
    });
  }

  /** What the last layer saw of all views of a plate. */
  private features(answers: readonly Answer[]): PlateFeatures | null {
    const each = answers.map(({ features }) => features);
    const [first] = each;
    if (!first || !each.every((of) => of !== null)) return null;
    const data = new Float32Array(each.length * first.length);
    each.forEach((of, i) => {
      data.set(of, i * first.length);
    });
    const slots = (answers[0]?.chars.length ?? 0) / this.alphabet.length;
    return { data, dims: [each.length, slots, first.length / slots] };
  }

  private blank(): Float32Array {
    return new Float32Array(3 * this.input.width * this.input.height);
  }

  /** The same number of views of each plate, `BATCH` at once over all plates. */
  private async runEach(pixels: readonly (readonly Float32Array[])[]): Promise<Answer[][]> {
    const all = pixels.flat();
    const answers: Answer[] = [];
    while (answers.length < all.length) {
      answers.push(...(await this.run(all.slice(answers.length, answers.length + BATCH))));
    }
    const each = all.length / pixels.length;
    return pixels.map((_, i) => answers.slice(i * each, (i + 1) * each));
  }

  private async run(pixels: readonly Float32Array[]): Promise<Answer[]> {
    const length = 3 * this.input.width * this.input.height;
    const data = new Float32Array(pixels.length * length);
    pixels.forEach((of, i) => {
      data.set(of, i * length);
    });
    const outputs = await this.model.run({
      data,
      dims: [pixels.length, 3, this.input.height, this.input.width],
    });
    const chars = outputs.get('chars');
    if (chars?.dims.length !== 3 || chars.dims[2] !== this.alphabet.length) {
      throw new VisionError(
        'model',
        `The model ${this.model.id} does not answer as a plate reader: no output "chars" of [plates, slots, ${this.alphabet.length}].`,
      );
    }
    const features = outputs.get('features')?.data;
    const places = outputs.get('places');
    const fits = places?.data.length === (chars.data.length / this.alphabet.length) * 2;
    return pixels.map((_, i) => ({
      chars: part(chars.data, i, pixels.length),
      places: fits ? part(places.data, i, pixels.length) : null,
      features: features ? part(features, i, pixels.length) : null,
    }));
  }
}

/** The `index`-th of `count` equal parts. */
function part(data: Float32Array, index: number, count: number): Float32Array {
  const length = data.length / count;
  return data.subarray(index * length, (index + 1) * length);
}
