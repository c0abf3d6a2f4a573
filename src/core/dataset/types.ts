/**
 * What the flywheel keeps: samples, what models predicted on them, what people say is true, and
 * which split each belongs to. These types are strict, for writing; `restore.ts` makes them out
 * of whatever an older version or another tool wrote.
 */
import type { PhotoPlace } from '../photoResult.ts';
import type { Box, ModelRef, Plate, Size } from '../types.ts';

export type Split = 'train' | 'val' | 'test';

/** A stored image. Its bytes lie in a store of their own. */
export interface Sample {
  /** Lower-case hex sha256 of the file as it was chosen: the same photo is stored once. */
  readonly id: string;
  /** Name or path as chosen: hostile input. */
  readonly file: string;
  /** `crop`: an image that is one plate and nothing else; no detector learns from it. */
  readonly kind: 'photo' | 'crop';
  readonly source: 'photo' | 'live' | 'import';
  /** Milliseconds since 1970. */
  readonly addedAt: number;
  /** The camera's local time, ISO 8601, with an offset only when the camera wrote one. */
  readonly taken: string | null;
  readonly place: PhotoPlace | null;
  /** Of the upright image, pixels. All boxes are in these pixels. */
  readonly size: Size;
  /** EXIF orientation of the stored bytes, 1–8. */
  readonly orientation: number;
  /** Of the stored bytes: MIME type, length, lower-case hex sha256. */
  readonly type: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Near-duplicate hash, 16 hex digits; see `dhash.ts`. */
  readonly dhash: string;
  /** Frames of one vehicle or one press of the shutter share a burst. */
  readonly burst: string | null;
}

/** A photo made ready to be kept: its bytes were read and hashed before any transaction opens. */
export interface PreparedSample {
  readonly sample: Sample;
  readonly bytes: ArrayBuffer;
  /** Small JPEG. */
  readonly thumb: ArrayBuffer;
}

/** What one pair of models made of a sample. */
export interface Prediction {
  readonly sample: string;
  /** Names the pair of models; a sample has one prediction for each pair. */
  readonly id: string;
  readonly at: number;
  readonly plates: readonly Plate[];
  readonly detector: ModelRef;
  readonly reader: ModelRef;
  /** The detector's pooled features, where it gives any. */
  readonly embedding: readonly number[] | null;
}

export const UNREADABLE_REASONS = ['small', 'blurred', 'dark', 'covered', 'cut'] as const;
export type UnreadableReason = (typeof UNREADABLE_REASONS)[number];

/** What a person says about one place of a photo. */
export interface PlateLabel {
  /** Unique within its sample and never used again. */
  readonly id: string;
  readonly box: Box;
  /** `not-plate`: a model saw a plate here and was wrong. */
  readonly verdict: 'plate' | 'not-plate';
  /** `A–Z0–9` in reading order, top row first; null when unreadable or not said. */
  readonly text: string | null;
  /** The text as it was typed or imported, separators and foreign letters included. */
  readonly raw: string | null;
  readonly unreadable: UnreadableReason | null;
  /** ISO 3166 country code in lower case; null when not said. */
  readonly region: string | null;
  readonly rows: 1 | 2 | null;
  /** The predicted plate this answers; null for a plate drawn or imported. */
  readonly origin: { readonly prediction: string; readonly plate: number } | null;
}

/** What a person says about a sample. */
export interface Label {
  readonly sample: string;
  /** Grows by one with each change, from 1. */
  readonly revision: number;
  readonly at: number;
  readonly plates: readonly PlateLabel[];
  /** The whole photo was looked at and holds no plate: a negative. */
  readonly noPlate: boolean;
  /** An import left something out of this photo: there may be more plates than are labelled. */
  readonly partly?: true;
  /** The prediction whose plates it answers; null where none was shown at first, e.g. for imports. */
  readonly prediction: string | null;
}

/** One step of the log: `edits` led to `revision`, `undo` leads back. */
export interface LogEntry {
  readonly sample: string;
  readonly revision: number;
  readonly at: number;
  readonly edits: readonly LabelEdit[];
  readonly undo: readonly LabelEdit[];
  /** Which prediction the label was on before and after, where that changed. */
  readonly predictions?: { readonly before: string | null; readonly after: string | null };
}

/**
 * The smallest changes a label is made of; `value: null` takes a plate's label away. With `fields` only
 * those of `value` are meant where the plate is labelled by now; the log has whole plates.
 */
export type LabelEdit =
  | {
      readonly kind: 'plate';
      readonly id: string;
      readonly value: PlateLabel | null;
      readonly fields?: readonly (keyof PlateLabel)[];
    }
  | { readonly kind: 'no-plate'; readonly value: boolean }
  /** Whether there may be more plates than are labelled. */
  | { readonly kind: 'partly'; readonly value: boolean };

/** Samples that must not be torn apart by a split: same plate, same burst, near-duplicates. */
export interface Group {
  readonly id: string;
  readonly split: Split;
  /** What holds it together: `text:ABC123`, `burst:…`; `photo:<sample>` where there is neither. */
  readonly keys: readonly string[];
}

/** Which group a labelled sample belongs to. */
export interface SplitRow {
  readonly sample: string;
  readonly group: string;
}
