/** The analysis of all stored samples: what is known of each, kept as compact facts and brought up to date. */
import {
  factsOf,
  type KnownSample,
  type PixelFacts,
  type SampleFacts,
  type SeenFacts,
  unreadBoxes,
} from '../core/quality/facts.ts';
import { isFinitePoint, type Points } from '../core/quality/matrix.ts';
import type { Reading } from '../core/types.ts';
import type {
  AnalysisProgress,
  SeenPhoto,
  UnreadCrop,
  UnseenSample,
} from '../rpc/analysis/contract.ts';
import {
  type AnalysedSample,
  analysedSample,
  analysedSamples,
  analysesBy,
  saveAnalyses,
} from '../store/analysis.ts';
import { savedPhoto } from '../store/library.ts';
import { cropPlates, measurePixels, PIXELS } from './pixels.ts';

/** How long `measure` works before it answers: an edit must not wait longer. */
const SLICE_MS = 200;
const NO_MODELS = 'no models';
/** While all are read, and after that failed: the next refresh reads them. */
const UNREAD = 'not read';

export class Analysis {
  /** In order of id. */
  facts: SampleFacts[] = [];
  private place = new Map<string, number>();
  private models = NO_MODELS;
  private readonly failed = new Set<string>();
  /** Grows whenever an embedding was added, changed or went: the map is then of yesterday. */
  embeddingsVersion = 0;

  get progress(): AnalysisProgress {
    let [measured, seen] = [0, 0];
    for (const facts of this.facts) {
      measured += facts.isMeasured ? 1 : 0;
      seen += facts.isSeen ? 1 : 0;
    }
    return { samples: this.facts.length, measured, seen, failed: this.failed.size };
  }

  async refresh(models: string | null, samples: readonly string[] | 'all'): Promise<void> {
    const isOther = (models ?? NO_MODELS) !== this.models;
    this.models = models ?? NO_MODELS;
    if (samples === 'all' || isOther) await this.readAll();
    else for (const id of samples) await this.readOne(id);
  }

  private async readAll(): Promise<void> {
    const { models } = this;
    // Let go first: the old and the new of a hundred thousand need not be in memory at once.
    this.facts = [];
    this.place = new Map();
    this.models = UNREAD;
    const facts: SampleFacts[] = [];
    for await (const part of analysedSamples()) {
      for (const sample of part) facts.push(this.toFacts(sample, models));
    }
    this.models = models;
    this.facts = facts;
    this.place = new Map(facts.map(({ id }, at) => [id, at]));
    this.embeddingsVersion += 1;
  }

  private async readOne(id: string): Promise<void> {
    const known = await analysedSample(id);
    const at = this.place.get(id);
    if (known && at !== undefined) this.facts[at] = this.toFacts(known);
    else if (known || at !== undefined) await this.readAll(); // one came or went
  }

  private toFacts(sample: AnalysedSample, models = this.models): SampleFacts {
    return factsOf(sample, this.pixelsOf(sample), this.seenOf(sample, models));
  }

  private pixelsOf({ analyses, label }: AnalysedSample): PixelFacts | null {
    const record = analyses.get(PIXELS);
    return record && record.revision === (label?.revision ?? 0)
      ? (record.result as PixelFacts)
      : null;
  }

  /** What the models saw does not hang on the label. */
  private seenOf({ analyses }: AnalysedSample, models = this.models): SeenFacts | null {
    return (analyses.get(models)?.result as SeenFacts | undefined) ?? null;
  }

  /** Measures the pixels of samples that lack it, for a moment. */
  async measure(): Promise<void> {
    const until = performance.now() + SLICE_MS;
    for (const facts of this.facts) {
      if (facts.isMeasured || this.failed.has(facts.id)) continue;
      if (performance.now() > until) return;
      await this.measureOne(facts.id);
    }
  }

  private async measureOne(id: string): Promise<void> {
    const known = await analysedSample(id);
    const bytes = known && (await savedPhoto(id));
    if (!known || !bytes) {
      this.failed.add(id);
      return;
    }
    try {
      const photo = new Blob([bytes], { type: known.sample.type });
      const result = await measurePixels(photo, known);
      await saveAnalyses([recordOf(known, PIXELS, result)]);
    } catch {
      this.failed.add(id);
      return;
    }
    await this.readOne(id);
  }

  /** The next sample for the models; labelled ones first: their labels are what is judged. */
  async nextUnseen(): Promise<UnseenSample | null> {
    if (this.models === NO_MODELS) return null;
    const open = this.facts.filter(({ id, isSeen }) => !isSeen && !this.failed.has(id));
    const next = open.find(({ state }) => state !== 'unlabelled') ?? open[0];
    if (!next) return null;
    const known = await analysedSample(next.id);
    const bytes = known && (await savedPhoto(next.id));
    if (!known || !bytes) {
      this.failed.add(next.id);
      return this.nextUnseen();
    }
    const photo = new Blob([bytes], { type: known.sample.type });
    const { kind, size } = known.sample;
    return { sample: next.id, kind, size, photo };
  }

  async takeSeen(id: string, seen: SeenPhoto | null): Promise<UnreadCrop[]> {
    const known = await analysedSample(id);
    if (!known || !seen) {
      this.failed.add(id);
      return [];
    }
    const { plates, embedding } = seen;
    const isUsable = embedding?.every(Number.isFinite) ?? false;
    await this.keepSeen(known, {
      plates,
      embedding: isUsable ? Float32Array.from(embedding ?? []) : null,
      readings: [],
    });
    const boxes = unreadBoxes(known, plates);
    const bytes = boxes.length > 0 ? await savedPhoto(id) : null;
    if (!bytes) return [];
    const photo = new Blob([bytes], { type: known.sample.type });
    const crops = await cropPlates(
      photo,
      boxes.map(({ box }) => box),
    );
    return boxes.map((box, i) => ({ id: box.id, crop: crops[i] as Blob }));
  }

  async takeReadings(
    id: string,
    readings: readonly { id: string; reading: Reading }[],
  ): Promise<void> {
    const known = await analysedSample(id);
    const seen = known && this.seenOf(known);
    if (known && seen) await this.keepSeen(known, { ...seen, readings });
  }

  private async keepSeen(known: AnalysedSample, seen: SeenFacts): Promise<void> {
    await saveAnalyses([recordOf(known, this.models, seen)]);
    if (seen.embedding) this.embeddingsVersion += 1;
    await this.readOne(known.sample.id);
  }

  /** Reads the embeddings of the samples that are known now: those of the commonest length, and whose each is. */
  embeddings(): () => Promise<{ at: readonly number[]; points: Points }> {
    const { facts, place: places, models } = this;
    return async () => {
      let left = facts.filter(({ isSeen }) => isSeen).length;
      const byLength = new Map<number, { at: number[]; data: Float32Array }>();
      for await (const part of analysesBy(models)) {
        for (const { sample, result } of part) {
          const { embedding } = result as SeenFacts;
          const place = places.get(sample);
          if (!embedding || place === undefined || !isFinitePoint(embedding) || left === 0)
            continue;
          const dim = embedding.length;
          // One piece of memory for all: with a hundred thousand, rows of their own cost twice as much.
          const own = byLength.get(dim) ?? { at: [], data: new Float32Array(left * dim) };
          byLength.set(dim, own);
          own.data.set(embedding, own.at.length * dim);
          own.at.push(place);
          left -= 1;
        }
      }
      const [dim, { at, data }] = [...byLength].sort(
        ([, a], [, b]) => b.at.length - a.at.length,
      )[0] ?? [0, { at: [], data: new Float32Array() }];
      return { at, points: { data: data.subarray(0, at.length * dim), count: at.length, dim } };
    };
  }
}

const recordOf = ({ sample, label }: KnownSample, model: string, result: unknown) => ({
  sample: sample.id,
  model,
  revision: label?.revision ?? 0,
  at: Date.now(),
  result,
});
