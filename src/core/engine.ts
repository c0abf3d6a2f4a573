/** How the reading engine is set, and what it says of itself; the same in every place it runs. */
import type { Head } from './learning/head.ts';
import type { PhotoOrigin, ReaderLayer } from './learning/layer.ts';
import type { ModelCard } from './modelCard.ts';
import type { Backend, ModelRef, Plate, Reading } from './types.ts';

/** Where a model stands while it is made ready. `loaded`/`total` are bytes during `download`. */
export interface LoadProgress {
  readonly model: string;
  readonly stage: 'download' | 'verify' | 'start' | 'warm' | 'ready';
  readonly loaded: number;
  readonly total: number;
}

export type OnProgress = (progress: LoadProgress) => void;

/** A model as the engine takes it: its weights, and the card that describes them. */
export interface EngineModel {
  readonly card: ModelCard;
  readonly bytes: Uint8Array;
}

export interface EngineSettings {
  /** `auto` lets a timed warm run choose per model. */
  readonly backend: Backend | 'auto';
  /** Reader to use; `tesseract` is the second opinion. */
  readonly reader: 'own' | 'tesseract';
  /** Models to use instead of the active ones that ship, e.g. imported or learnt ones. */
  readonly models?: { readonly detector?: EngineModel; readonly reader?: EngineModel };
  /** A personal last layer of the reader; one of another reader is left out. */
  readonly layer?: ReaderLayer | null;
  /** Most threads to use; left out, the engine decides. `createVision` sets 1 after a hanging start. */
  readonly threads?: number;
  /** What is known of models on this device; `createVision` fills it in. */
  readonly remembered?: readonly BackendChoice[];
}

/** How a model does on a faster backend, beside the one that always works. */
export type BackendFit = 'same' | 'differs' | 'fails';

/** Where a model runs best on this device. */
export interface BackendChoice {
  /** sha256 of its file: names are not unique. */
  readonly sha256: string;
  readonly backend: Backend;
  /** Why a faster backend is not used, where it is not because of its speed. */
  readonly unfit?: Exclude<BackendFit, 'same'>;
}

/** A timed warm run. */
export interface BackendTiming {
  readonly model: string;
  readonly sha256: string;
  readonly backend: Backend;
  readonly ms: number;
}

export interface EngineInfo {
  readonly detector: ModelRef;
  readonly reader: ModelRef;
  readonly threads: number;
  readonly crossOriginIsolated: boolean;
  /** The timed warm runs so far, per model and backend tried. */
  readonly timings: readonly BackendTiming[];
  /** Models that fail on the faster backend or give other answers there, and so run on the usual one. */
  readonly unfit?: readonly (BackendChoice & { readonly model: string })[];
}

/** How a photo is detected and read. */
export interface ReadOptions {
  /** Detections under this are dropped, 0–1. */
  readonly threshold: number;
  /** Plates under this are boxes only, with a null reading; left out, every plate is read. */
  readonly readThreshold?: number;
  /** Long side of the detector's input in pixels, a multiple of 32. */
  readonly inputSize: number;
  /** Where the photo comes from, for layers that are meant for some photos only; left out, those do not apply. */
  readonly origin?: PhotoOrigin;
}

/** Which pictures to make of a photo that is read. */
export interface PictureOptions {
  /** Long side of the thumbnail to make, in pixels; 0 for none. */
  readonly thumbnailSize: number;
  /** Also make each plate's crop. */
  readonly crops: boolean;
}

/** What the models make of a photo, for learning and comparing: more than a reading. */
export interface PhotoAnalysis {
  /** In pixels of the upright photo. */
  readonly plates: readonly Plate[];
  /** The photo's features as the detector sees it, where it gives any. */
  readonly embedding: readonly number[] | null;
  /** Per plate what the reader's last layer sees; see `PlateFeatures`. Null where it gives none. */
  readonly features: readonly (PlateFeatures | null)[];
  readonly detector: ModelRef;
  readonly reader: ModelRef;
}

/** `[views, slots, width]` features of a plate: chars = softmax(features · head.weightᵀ + head.bias). */
export interface PlateFeatures {
  readonly data: Float32Array;
  readonly dims: readonly [number, number, number];
}

/** A reader's last layer as it ships, and what its probabilities are read with. */
export interface ReaderHead {
  /** sha256 of the reader. */
  readonly reader: string;
  readonly head: Head;
  readonly alphabet: string;
  readonly temperatures: readonly number[];
}

/** A plate read again in a photo, with what the last layer saw. */
export interface BoxReading {
  readonly reading: Reading;
  /** Null where the reader gives none. */
  readonly features: PlateFeatures | null;
}
