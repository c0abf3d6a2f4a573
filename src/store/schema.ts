/**
 * The database, store by store, and what is true of each: the replica, removal, backups and restores
 * read this table, so a store added here is theirs too. `docs/storage.md` says how to add one.
 */
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import { restoreLabel, restoreSample } from '../core/dataset/restore.ts';
import { type Check, rowChecks } from '../core/dataset/rowChecks.ts';
import type { Group, Label, LogEntry, Prediction, SplitRow } from '../core/dataset/types.ts';
import type {
  AnalysisRecord,
  BatchPhotoRecord,
  BatchRecord,
  BatchSourceRecord,
  ComparisonRecord,
  DerivedRecord,
  FeatureRecord,
  IgnoredRecord,
  ImportRecord,
  ImportRow,
  LayerRecord,
  LiveLogRecord,
  ModelRecord,
  SampleRecord,
} from './records.ts';

export interface PlatewheelDB extends DBSchema {
  /** Key–value: see `settings.ts`. */
  settings: { key: string; value: unknown };
  batches: { key: string; value: BatchRecord };
  /** Keyed `[batch, index]`, so that a batch reads back in order of input. */
  batchPhotos: { key: [string, number]; value: BatchPhotoRecord };
  /** Keyed as `batchPhotos`. */
  batchSources: { key: [string, number]; value: BatchSourceRecord };
  samples: { key: string; value: SampleRecord; indexes: { bands: string; file: string } };
  /** The photo's bytes, keyed by sample. */
  blobs: { key: string; value: ArrayBuffer };
  /** A small JPEG, keyed by sample. */
  thumbs: { key: string; value: ArrayBuffer };
  /** Keyed `[sample, what]`, `what` being `upright` or `crop x,y,w,h`. */
  derived: { key: [string, string]; value: DerivedRecord };
  /** What screens show beside labels, keyed `[sample, id of the pair of models]`. */
  predictions: { key: [string, string]; value: Prediction };
  labels: { key: string; value: Label };
  log: { key: [string, number]; value: LogEntry; indexes: { at: number } };
  groups: { key: string; value: Group; indexes: { keys: string } };
  splits: { key: string; value: SplitRow; indexes: { group: string } };
  imports: { key: string; value: ImportRecord };
  importRows: { key: [string, string]; value: ImportRow; indexes: { sample: string } };
  /** Deleted samples while undo can still bring them back; the value is when, in ms. */
  trash: { key: string; value: number };
  models: { key: string; value: ModelRecord };
  /** The ONNX file of an imported model, keyed by its sha256. */
  modelBytes: { key: string; value: ArrayBuffer };
  layers: { key: string; value: LayerRecord };
  /** What models on trial saw, keyed as `predictions`: no screen but theirs shows it. */
  trials: { key: [string, string]; value: Prediction; indexes: { id: string } };
  analysis: { key: [string, string]; value: AnalysisRecord };
  /** Keyed `[sample, reader, plate]`. */
  features: { key: [string, string, string]; value: FeatureRecord };
  ignored: { key: [string, string]; value: IgnoredRecord };
  comparisons: { key: string; value: ComparisonRecord };
  liveLog: { key: string; value: LiveLogRecord; indexes: { expiresAt: number } };
}

export type StoreName = StoreNames<PlatewheelDB>;
export type Connection = IDBPDatabase<PlatewheelDB>;
export type Write<Names extends StoreName[]> = IDBPTransaction<PlatewheelDB, Names, 'readwrite'>;

export interface StoreRules {
  /**
   * How its rows belong to one sample: keyed by the sample's `id`, or by the sample `first` and
   * something else. Such rows are hidden, removed, exported and restored with their sample.
   */
  readonly perSample: 'id' | 'first' | null;
  /** A row is large: rows are read one by one, and a backup has them as files in this folder. */
  readonly heavy: string | null;
  /** It is what a person gave, not what can be made or chosen again: the replica has it too. */
  readonly copied: boolean;
  /** A backup taken into a database that holds something brings its rows that are missing there. */
  readonly merged: boolean;
  /** Whether a backup's row can be one of this store; binary parts are references by then. */
  readonly check: Check;
}

const light = { perSample: null, heavy: null, copied: false, merged: false } as const;
/** Made by a person and bound to no sample. */
const own = { ...light, copied: true, merged: true } as const;

/** In the order in which rows are copied: a photo before what says that it is here. */
export const STORES = {
  settings: { ...light, check: rowChecks.anything }, // read with care wherever it is read
  batches: { ...light, check: rowChecks.batches },
  batchPhotos: { ...light, check: rowChecks.batchPhotos },
  batchSources: { ...light, check: rowChecks.batchSources },
  blobs: { ...light, perSample: 'id', heavy: 'photos', copied: true, check: rowChecks.binary },
  thumbs: { ...light, perSample: 'id', heavy: 'previews', copied: true, check: rowChecks.binary },
  derived: { ...light, perSample: 'first', heavy: 'derived', check: rowChecks.derived },
  samples: { ...light, perSample: 'id', copied: true, check: (row) => restoreSample(row) !== null },
  predictions: { ...light, perSample: 'first', copied: true, check: rowChecks.predictions },
  labels: { ...light, perSample: 'id', copied: true, check: (row) => restoreLabel(row) !== null },
  log: { ...light, perSample: 'first', copied: true, check: rowChecks.log },
  groups: { ...light, copied: true, check: rowChecks.groups },
  splits: { ...light, perSample: 'id', copied: true, check: rowChecks.splits },
  imports: { ...light, copied: true, check: rowChecks.imports },
  importRows: { ...light, copied: true, check: rowChecks.importRows },
  trash: { ...light, perSample: 'id', copied: true, check: rowChecks.trash },
  modelBytes: { ...own, heavy: 'models', check: rowChecks.binary },
  models: { ...own, check: rowChecks.models },
  layers: { ...own, check: rowChecks.layers },
  trials: { ...light, perSample: 'first', check: rowChecks.predictions },
  analysis: { ...light, perSample: 'first', check: rowChecks.analysis },
  features: { ...light, perSample: 'first', heavy: 'features', check: rowChecks.features },
  ignored: { ...own, check: rowChecks.ignored },
  comparisons: { ...own, check: rowChecks.comparisons },
  liveLog: { ...light, check: rowChecks.liveLog },
} as const satisfies Record<StoreName, StoreRules>;

export const STORE_NAMES = Object.keys(STORES) as readonly StoreName[];

/** What is true of a store. */
export const rulesOf = (name: StoreName): StoreRules => STORES[name];

export const isStoreName = (name: string): name is StoreName => Object.hasOwn(STORES, name);

/** Stores whose rows belong to one sample. */
export const PER_SAMPLE = STORE_NAMES.filter((name) => rulesOf(name).perSample !== null);

/**
 * What is known of the dataset's photos and cannot be made again. A correction is one transaction over
 * these, so that a store added to them is locked with the rest.
 */
export const DATASET_STORES = STORE_NAMES.filter(
  (name) => rulesOf(name).copied && !rulesOf(name).merged,
);

/** The same without pictures: what lists and exports read at one moment. */
export const DATASET_ROWS = DATASET_STORES.filter((name) => rulesOf(name).heavy === null);

/** The sample a key of such a store belongs to. */
export const sampleOf = (key: IDBValidKey): string => String(Array.isArray(key) ? key[0] : key);

/** All keys that begin with `first`. */
export const keysBelow = (first: string): IDBKeyRange => IDBKeyRange.bound([first], [first, []]);
