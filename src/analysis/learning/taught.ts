/** The answers in the store, and what the reader's last layer sees of their plates. */
import type { PlateFeatures, ReaderHead } from '../../core/engine.ts';
import type { Answer } from '../../core/learning/personal.ts';
import type { Box } from '../../core/types.ts';
import type { FeatureWish } from '../../rpc/learn/contract.ts';
import { analysedSample, analysedSamples, savedIgnored } from '../../store/analysis.ts';
import { savedFeatures, saveFeatures } from '../../store/features.ts';
import { savedPhoto } from '../../store/library.ts';
import { type TaughtPlate, taughtPlates } from './answers.ts';

/** Slots of readers that do not say: the contract's least. */
const SLOTS = 12;
/** Answers are learnt from the newest on back; more than these fill memory and teach nothing more. */
const MOST_ANSWERS = 3000;
/** The kind of `ignored` rows that mark samples drawn at random. */
const RANDOM_CHECK = 'random-check';

export class Taught {
  private bySample = new Map<string, TaughtPlate[]>();
  private readonly views = new Map<string, readonly Float32Array[]>();
  private readonly unseeable = new Set<string>();
  private random: ReadonlySet<string> = new Set();

  constructor(
    private readonly reader: ReaderHead,
    private readonly country: string,
  ) {}

  async changed(samples: readonly string[] | 'all'): Promise<void> {
    this.random = new Set(await savedIgnored(RANDOM_CHECK));
    const take = (known: Awaited<ReturnType<typeof analysedSample>>, id: string) => {
      const plates = known ? this.plates(known) : [];
      if (plates.length > 0) this.bySample.set(id, plates);
      else this.bySample.delete(id);
    };
    if (samples !== 'all') {
      for (const id of samples) take(await analysedSample(id), id);
      return;
    }
    this.bySample = new Map();
    for await (const part of analysedSamples()) {
      for (const known of part) if (known.label) take(known, known.sample.id);
    }
  }

  private plates({
    sample,
    prediction,
    label,
  }: NonNullable<Awaited<ReturnType<typeof analysedSample>>>): TaughtPlate[] {
    const { country } = this;
    return taughtPlates(sample, prediction, label, { country, slots: SLOTS });
  }

  /** All taught plates, in the order of the answers. */
  private all(): TaughtPlate[] {
    return [...this.bySample.values()]
      .flat()
      .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
      .slice(-MOST_ANSWERS);
  }

  /** What was said of plates, whether or not the reader's last layer has seen them. */
  texts(): { readonly source: string; readonly text: string }[] {
    return this.all().map(({ origin, text }) => ({ source: origin.source, text }));
  }

  private viewsKey = ({ sample, key }: TaughtPlate) => `${sample} ${key}`;

  async featureWish(): Promise<FeatureWish | null> {
    const without = (plate: TaughtPlate) =>
      !this.views.has(this.viewsKey(plate)) && !this.unseeable.has(this.viewsKey(plate));
    const open = this.all().filter(without);
    const first = open[0];
    if (!first) return null;
    const own = open.filter(({ sample }) => sample === first.sample);
    const known = await savedFeatures(first.sample, this.reader.reader);
    for (const plate of own) {
      const record = known.get(plate.key);
      const [count = 0, slots = 0, width = 0] = record?.shape ?? [];
      if (!record || width !== this.reader.head.width) continue;
      this.take(plate, record.values, count, slots * width);
    }
    const missing = own.filter(without);
    if (missing.length === 0) return this.featureWish();
    const bytes = await savedPhoto(first.sample);
    if (!bytes) {
      for (const plate of missing) this.unseeable.add(this.viewsKey(plate));
      return this.featureWish();
    }
    const boxes = missing.map(({ box }) => box);
    return { sample: first.sample, photo: new Blob([bytes]), boxes, left: open.length };
  }

  private take(plate: TaughtPlate, values: Float32Array, count: number, length: number): void {
    const views = viewsOf(values, [count, 1, length]);
    if (count > 0 && values.every(Number.isFinite)) this.views.set(this.viewsKey(plate), views);
    else this.unseeable.add(this.viewsKey(plate));
  }

  async takeFeatures(
    sample: string,
    boxes: readonly Box[],
    features: readonly (PlateFeatures | null)[] | null,
  ): Promise<void> {
    const own = this.bySample.get(sample) ?? [];
    const records = boxes.flatMap((box, i) => {
      const plate = own.find((one) => one.box === box || same(one.box, box));
      if (!plate) return [];
      const found = features?.[i];
      if (!found) {
        this.unseeable.add(this.viewsKey(plate));
        return [];
      }
      const [count, slots, width] = found.dims;
      this.take(plate, found.data, count, slots * width);
      const values = Float32Array.from(found.data);
      return [{ sample, reader: this.reader.reader, plate: plate.key, shape: found.dims, values }];
    });
    await saveFeatures(records);
  }

  /** Answers whose features are known, of all sources. */
  known(): Answer[] {
    return this.all().flatMap((plate) => {
      const views = this.views.get(this.viewsKey(plate));
      const isRandom = this.random.has(plate.sample);
      return views ? [{ ...plate, views, isRandom }] : [];
    });
  }
}

/** Features `[views, slots, width]` as one array a view. */
export const viewsOf = (
  values: Float32Array,
  [count, slots, width]: readonly [number, number, number],
) =>
  Array.from({ length: count }, (_, i) =>
    values.subarray(i * slots * width, (i + 1) * slots * width),
  );

const same = (a: Box, b: Box) =>
  a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
