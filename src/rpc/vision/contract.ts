/**
 * The vision worker's API: types, and nothing else. Everything here crosses a MessagePort, so values
 * are structured-cloneable; callbacks travel as Comlink proxies. It never throws for bad input or a
 * failing engine: see `Outcome`. The page talks to it through `client.ts` and `live.ts`.
 */
import type {
  BoxReading,
  EngineInfo,
  EngineSettings,
  OnProgress,
  PhotoAnalysis,
  PictureOptions,
  ReaderHead,
  ReadOptions,
} from '../../core/engine.ts';
import type { Outcome } from '../../core/failure.ts';
import type { PhotoOrigin } from '../../core/learning/layer.ts';
import type { FrameCrop, FrameDetections, FrameOptions } from '../../core/live/frame.ts';
import type { PhotoReading, ReadOutcome } from '../../core/photoResult.ts';
import type { Box, Reading } from '../../core/types.ts';

export interface VisionApi {
  /** Loads, verifies and warms models; answers when ready. Idempotent for equal settings. */
  start(settings: EngineSettings, onProgress: OnProgress): Promise<Outcome<EngineInfo>>;
  /** Decodes, detects, crops and reads one photo; crops are PNG, the thumbnail JPEG. */
  readPhoto(
    photo: Blob,
    options: ReadOptions & PictureOptions,
  ): Promise<Outcome<PhotoReading<Blob, ReadOutcome>>>;
  /** Reads a picture that is one plate with a small margin, such as a stored crop, by the reader alone. */
  readPlate(crop: Blob): Promise<Outcome<Reading>>;
  /** Plates, embedding and the reader's features of a photo, for learning and comparing models. */
  analysePhoto(photo: Blob, options: ReadOptions): Promise<Outcome<PhotoAnalysis>>;
  /** Reads plates of a photo whose boxes are known, in pixels of the upright photo; with features. */
  readBoxes(
    photo: Blob,
    boxes: readonly Box[],
    origin?: PhotoOrigin,
  ): Promise<Outcome<readonly BoxReading[]>>;
  /** The reader's last layer as it ships; null for readers that do not hand it out. */
  readerHead(): Promise<Outcome<ReaderHead | null>>;
  /** With backend `auto`: times the GPU and moves each model to where it is faster. */
  tune(): Promise<Outcome<EngineInfo>>;
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
