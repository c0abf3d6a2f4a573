/** The analysis worker's API: types, and nothing else. */
import type { Question } from '../../core/quality/agreement.ts';
import type { Tried } from '../../core/quality/clusters.ts';
import type { MixUp } from '../../core/quality/mixUps.ts';
import type { QualitySummary } from '../../core/quality/summary.ts';
import type { Tile } from '../../core/quality/tiles.ts';
import type { Todo } from '../../core/quality/todo.ts';
import type { Plate, Reading, Size } from '../../core/types.ts';

/** How far samples are measured and seen by the models. */
export interface AnalysisProgress {
  readonly samples: number;
  readonly measured: number;
  readonly seen: number;
  /** Samples whose photo is gone or cannot be decoded: they are left out. */
  readonly failed: number;
}

/** A day's figures. */
export interface TrendPoint {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly counts: Readonly<Record<string, number>>;
}

export interface QualityOverview {
  readonly at: number;
  readonly progress: AnalysisProgress;
  readonly summary: QualitySummary;
  readonly tiles: readonly Tile[];
  readonly todo: readonly Todo[];
  readonly trend: readonly TrendPoint[];
  /** Where lists of samples were cut; see `samplesAt`. */
  readonly cut: readonly string[];
}

export interface MapPoint {
  readonly sample: string;
  readonly file: string;
  readonly x: number;
  readonly y: number;
  readonly cluster: string;
  readonly source: string;
  readonly split: string;
  readonly country: string;
  /** `right`, `wrong`, or `not checked`. */
  readonly correctness: string;
  /** `under 50 %`, `50–90 %`, `90–98 %`, `98 % and more`, `not read`. */
  readonly doubt: string;
  /** Rank among all by how unusual it is, 0 for the most; and whether it is a stranger to all others. */
  readonly unusual: number;
  readonly isOutlier: boolean;
}

export interface SampleMap {
  readonly points: readonly MapPoint[];
  readonly k: number;
  readonly reason: string;
  readonly tried: readonly Tried[];
  /** Share of the embedding's variance that the map was made from, 0–1. */
  readonly share: number;
  /** Samples without an embedding, or with one that is not finite. */
  readonly left: number;
  /** The layout is the final one, not the components it starts from. */
  readonly isLaidOut: boolean;
}

/** A photo for the models to look at. */
export interface UnseenSample {
  readonly sample: string;
  readonly kind: 'photo' | 'crop';
  readonly size: Size;
  readonly photo: Blob;
}

/** What the models made of a photo. */
export interface SeenPhoto {
  readonly plates: readonly Plate[];
  /** The photo's features as the detector sees it, where it gives any. */
  readonly embedding: readonly number[] | null;
}

/** A crop still to be read, see `takeSeen`. */
export interface UnreadCrop {
  readonly id: string;
  readonly crop: Blob;
}

export interface BoostRow {
  readonly sample: string;
  readonly cell: string;
  readonly weight: number;
}

/** What kind of photo a sample is. */
export interface SampleKind {
  readonly sample: string;
  /** Whether most of it lies in the dark; null while that is not measured. */
  readonly dim: boolean | null;
  /** The group of similar photos of the last map. */
  readonly cluster: string | null;
}

/**
 * Everything is kept by sample, revision and model, so a call after a reload goes on where the last one
 * stopped. Calls that compute for long yield in between.
 */
export interface AnalysisApi {
  /** Reads what is known anew: of these samples, or of all. @param models names the pair of models */
  refresh(models: string | null, samples: readonly string[] | 'all'): Promise<AnalysisProgress>;
  /** Measures photos for about a fifth of a second. */
  measure(): Promise<AnalysisProgress>;
  /** A sample that the models have not looked at, doubtful kinds first; null when there is none. */
  nextUnseen(): Promise<UnseenSample | null>;
  /** Keeps what the models saw. @returns crops of labelled boxes that they did not find */
  takeSeen(sample: string, seen: SeenPhoto | null): Promise<readonly UnreadCrop[]>;
  /** Keeps readings of those crops. */
  takeReadings(
    sample: string,
    readings: readonly { id: string; reading: Reading }[],
  ): Promise<void>;
  overview(day: string, at: number): Promise<QualityOverview>;
  /** The whole of a list that the last overview cut. */
  samplesAt(path: string): Promise<readonly string[]>;
  /** Neighbours, clusters and map over all embeddings; `onProgress` gets a share 0–1 and early maps. */
  layOut(onProgress: (share: number, map: SampleMap | null) => void): Promise<SampleMap>;
  boost(): Promise<readonly BoostRow[]>;
  /** Kinds of all samples, by what was measured so far. */
  kinds(): Promise<readonly SampleKind[]>;
  /** Characters that labels and reader hold for one another, most frequent first. */
  mixUps(): Promise<readonly MixUp[]>;
  /** Labels to be asked again, in a seeded order. */
  questions(count: number, seed: number): Promise<readonly Question[]>;
}
