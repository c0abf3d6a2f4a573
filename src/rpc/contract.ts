/**
 * Types of the worker APIs, and nothing else. Everything here crosses a MessagePort,
 * so values are structured-cloneable; callbacks travel as Comlink proxies.
 */

import type { Profile } from '../core/live/cameraMotion.ts';
import type { CropQuality } from '../core/live/quality.ts';
import type {
  Backend,
  Box,
  Detection,
  ModelRef,
  Plate,
  Reading,
  RgbaImage,
  Size,
  StageTimes,
} from '../core/types.ts';

/** Where a model stands while it is made ready. `loaded`/`total` are bytes during `download`. */
export interface LoadProgress {
  readonly model: string;
  readonly stage: 'download' | 'verify' | 'start' | 'warm' | 'ready';
  readonly loaded: number;
  readonly total: number;
}

export interface EngineSettings {
  /** `auto` lets a timed warm run choose per model. */
  readonly backend: Backend | 'auto';
  /** Reader to use; `tesseract` is the second opinion. */
  readonly reader: 'own' | 'tesseract';
  /** Most threads to use; left out, the engine decides. `createVision` sets 1 after a hanging start. */
  readonly threads?: number;
  /** Backends that won on this device before; `createVision` fills it in. */
  readonly remembered?: readonly { readonly model: string; readonly backend: Backend }[];
}

/** A timed warm run. */
export interface BackendTiming {
  readonly model: string;
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
}

export interface ReadOptions {
  /** Detections under this are dropped, 0–1. */
  readonly threshold: number;
  /** Plates under this are boxes only, with a null reading; left out, every plate is read. */
  readonly readThreshold?: number;
  /** Long side of the detector's input in pixels, a multiple of 32. */
  readonly inputSize: number;
  /** Long side of the thumbnail to make, in pixels; 0 for none. */
  readonly thumbnailSize: number;
  /** Also return each plate's crop as a PNG blob. */
  readonly crops: boolean;
}

/** A plate with its crop (PNG), when crops were asked for. */
export interface PlateWithCrop extends Plate {
  readonly crop: Blob | null;
}

export interface PhotoReading {
  readonly plates: readonly PlateWithCrop[];
  /** Size of the upright source photo. */
  readonly size: Size;
  readonly thumbnail: Blob | null;
  /** From EXIF: the camera's local time (ISO 8601) and WGS 84 place. Not stored unless asked for. */
  readonly taken: {
    readonly time: string | null;
    readonly place: { readonly latitude: number; readonly longitude: number } | null;
  };
  /** The photo's features as the detector sees it, where it gives any. */
  readonly embedding: readonly number[] | null;
  readonly detector: ModelRef;
  readonly reader: ModelRef;
  readonly times: StageTimes;
  /** The part of `times` spent inside onnxruntime, milliseconds; tesseract does not count. */
  readonly inferenceMs: number;
}

/**
 * Why a photo could not be read. `code` is stable (CSV and tests use it), `message` is for people:
 * what happened, why, what next. `transient` failures may succeed when tried again.
 */
export interface ReadFailure {
  readonly code:
    | 'empty'
    | 'not-an-image'
    | 'unsupported'
    | 'truncated'
    | 'too-large'
    | 'too-large-for-browser'
    | 'model'
    | 'engine';
  readonly message: string;
  readonly transient: boolean;
}

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: ReadFailure };

/**
 * The vision worker: detect and read. Never throws for bad input or a failing engine: see `Outcome`.
 * The page talks to it through `createVision` in `vision.ts`.
 */
export interface VisionApi {
  /** Loads, verifies and warms the active models; answers when ready. Idempotent for equal settings. */
  start(
    settings: EngineSettings,
    onProgress: (progress: LoadProgress) => void,
  ): Promise<Outcome<EngineInfo>>;
  /** Decodes, detects, crops and reads one photo. */
  readPhoto(photo: Blob, options: ReadOptions): Promise<Outcome<PhotoReading>>;
  /** Reads a picture that is one plate with a small margin, such as a stored crop, by the reader alone. */
  readPlate(crop: Blob): Promise<Outcome<Reading>>;
  /** With backend `auto`: times the GPU and moves each model to where it is faster. */
  tune(): Promise<Outcome<EngineInfo>>;
}

/** How one frame of a video is looked at. Boxes are in pixels of the frame. */
export interface FrameOptions {
  /** Detections under this are dropped, 0–1; low, since the tracker uses doubtful ones too. */
  readonly threshold: number;
  /** Long side of the detector's input in pixels, a multiple of 32. */
  readonly inputSize: number;
  /** The part of the frame that is watched, or null for all of it. */
  readonly region: Box | null;
  /** Where plates are expected whose text is settled: their crops are not cut out. */
  readonly settled: readonly Box[];
}

/** A plate found in a frame, with its crop while it is still to be read. */
export interface FramePlate {
  readonly detection: Detection;
  /** The plate with a margin around it; null when settled or when nothing could be cut out. */
  readonly crop: FrameCrop | null;
}

export interface FrameCrop {
  readonly image: RgbaImage;
  /** The plate inside `image`, pixels. */
  readonly plate: Box;
  readonly quality: CropQuality;
}

export interface FrameDetections {
  readonly plates: readonly FramePlate[];
  /** Brightness profiles of the watched part, to tell the camera's own movement. */
  readonly profile: Profile;
  /** Pixels of the frame per pixel of the profile. */
  readonly profileScale: number;
  readonly times: {
    readonly prepareMs: number;
    readonly detectMs: number;
    readonly cropMs: number;
  };
}

/** The live part of the vision worker. The frame is handed over and always released there. */
export interface LiveApi {
  detectFrame(frame: ImageBitmap, options: FrameOptions): Promise<Outcome<FrameDetections>>;
  /** Reads crops of `detectFrame`, in order. `tta`: as photos are read, with test-time augmentation. */
  readCrops(
    crops: readonly Pick<FrameCrop, 'image' | 'plate'>[],
    tta?: boolean,
  ): Promise<Outcome<readonly Reading[]>>;
  /** For the bench: bare runs of the detector on an empty 16:9 picture. @returns their milliseconds */
  timeDetector(inputSize: number, runs: number): Promise<Outcome<number>>;
}
