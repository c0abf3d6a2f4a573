/** The rows of the stores whose types are not of `core/dataset`. */
import { hashBands, isTelling } from '../core/dataset/dhash.ts';
import type { Label, Sample, Split } from '../core/dataset/types.ts';
import type { PhotoResult } from '../core/results.ts';

/** A photo of a batch: what was read from it, or null while it waits. The photo itself is a `BatchSourceRecord`. */
export interface BatchPhotoRecord {
  /** Which batch; each browser tab works on one. */
  readonly batch: string;
  /** Place in the order of input, from 0. */
  readonly index: number;
  /** Path inside the chosen folder, or the name. */
  readonly file: string;
  /** Size in bytes and modification time (ms), to recognise the same photo when it is chosen again. */
  readonly bytes: number;
  readonly lastModified: number;
  readonly outcome: PhotoResult['outcome'] | null;
  /** Small preview (JPEG or WebP). */
  readonly thumbnail: Blob | null;
  /** One PNG per plate, in the order of the outcome's plates. */
  readonly crops: readonly (Blob | null)[];
  /** The kept sample that holds what a person said of it; missing in batches of older versions. */
  readonly sample?: string | null;
  /** What a person said of it, where there is no sample that could hold it. */
  readonly label?: Label | null;
  /** It was taken out of the list; its place stays, for it is its identity. */
  readonly removed?: boolean;
}

/** A photo of the running batch, kept so that it can be shown and read again after a reload. */
export interface BatchSourceRecord {
  readonly batch: string;
  readonly index: number;
  readonly bytes: number;
  readonly photo: Blob;
}

/** A batch of photos on the Read screen. */
export interface BatchRecord {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** A sample with the keys by which near-duplicates are found. */
export interface SampleRecord extends Sample {
  readonly bands: readonly string[];
}

/** The record of a sample, with what its indexes need. */
export function toRecord(sample: Sample): SampleRecord {
  return { ...sample, bands: isTelling(sample.dhash) ? hashBands(sample.dhash) : [] };
}

/**
 * Something made of a sample once and kept, so that exports do not hang on an encoder:
 * the upright photo, or the crop of one box.
 */
export interface DerivedRecord {
  readonly type: string;
  readonly bytes: ArrayBuffer;
}

/**
 * An import on its way. `staging`: its samples are written and nobody sees them; `visible`: they
 * count, and their splits are being assigned; `done`.
 */
export interface ImportRecord {
  readonly id: string;
  readonly name: string;
  readonly format: string;
  readonly startedAt: number;
  readonly state: 'staging' | 'visible' | 'done';
}

/** A sample an import brought, with the revision its label had then: later ones are the person's. */
export interface ImportRow {
  readonly import: string;
  readonly sample: string;
  readonly revision: number;
  /** The split it came with. */
  readonly split: Split | null;
  /** It lay in the trash, and goes back there when the import is undone. */
  readonly revived?: boolean;
  /** It was here already, and the import brought its label: undoing takes only that back. */
  readonly labelled?: boolean;
}

/** A model of the person's own. Its bytes lie in `modelBytes`, so that a list need not read them. */
export interface ModelRecord {
  /** Lower-case hex sha256 of the ONNX file. */
  readonly sha256: string;
  /** Name of the chosen file: hostile input. */
  readonly file: string;
  /** Milliseconds since 1970. */
  readonly importedAt: number;
  /** Its card as JSON, parsed and checked by whoever reads it. */
  readonly card: unknown;
  /** It came with the app: a copy, so that a new version does not take it away. */
  readonly shipped?: boolean;
}

/** A personal last layer of a reader. */
export interface LayerRecord {
  readonly id: string;
  /** sha256 of the reader whose last layer it takes the place of. */
  readonly reader: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** `[classes, features]`, row by row, and `[classes]`. */
  readonly weight: Float32Array<ArrayBuffer>;
  readonly bias: Float32Array<ArrayBuffer>;
  /** Where it came from, how it was judged, when it applies; JSON. */
  readonly about: unknown;
}

/** What was found out about a sample; the row of an older revision is written over. */
export interface AnalysisRecord {
  readonly sample: string;
  /** sha256 of the model (or version of the code) that found it out. */
  readonly model: string;
  /** Revision of the label it was found out with; 0 without a label. */
  readonly revision: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** JSON and typed arrays. */
  readonly result: unknown;
}

/** What a reader's last layer sees of a plate. */
export interface FeatureRecord {
  readonly sample: string;
  /** sha256 of the reader. */
  readonly reader: string;
  /** Which plate: the id of its label, or `x,y,w,h` of its box. */
  readonly plate: string;
  /** Looks × slots × features, in this order. */
  readonly shape: readonly number[];
  readonly values: Float32Array<ArrayBuffer>;
}

/**
 * A person's mark: a finding that is not to be seen again, such as two photos that are no duplicates,
 * or a plate that every new model must read right.
 */
export interface IgnoredRecord {
  /** Which kind of finding. */
  readonly kind: string;
  /** What it is about: a sample, or several joined by a space. */
  readonly subject: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A vehicle of the Live log, kept only where the person chose so. */
export interface LiveLogRecord {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** When it is to be removed, ms since 1970. */
  readonly expiresAt: number;
  /** JSON and binary parts. */
  readonly entry: unknown;
}

/** Two models compared on the same samples. */
export interface ComparisonRecord {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** JSON. */
  readonly result: unknown;
}
