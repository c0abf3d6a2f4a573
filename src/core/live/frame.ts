/** What is asked of one frame of a video, and what was found in it. Boxes are in pixels of the frame. */
import type { Box, Detection, RgbaImage } from '../types.ts';
import type { Profile } from './cameraMotion.ts';
import type { CropQuality } from './quality.ts';

/** How one frame of a video is looked at. */
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
