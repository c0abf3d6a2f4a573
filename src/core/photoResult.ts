/**
 * What came of one photo, the same from the engine to the store, the screen and the exports. Whoever
 * needs more (a place in a batch, pictures) puts it beside the outcome, never copies its fields.
 */
import type { ModelRef, Plate, Size, StageTimes } from './types.ts';

/** Where a photo was taken, degrees (WGS 84), as its EXIF says. */
export interface PhotoPlace {
  readonly latitude: number;
  readonly longitude: number;
}

/**
 * When and where a photo was taken, as its EXIF says; `time` is ISO 8601, with an offset only when
 * the camera wrote one.
 */
export interface PhotoTaken {
  readonly time: string | null;
  readonly place: PhotoPlace | null;
}

/** A photo that was read; no plates is a valid result. */
export interface ReadOutcome {
  readonly kind: 'read';
  /** Of the upright source photo, in whose pixels the boxes are. */
  readonly size: Size;
  readonly plates: readonly Plate[];
  /** The photo's features, where the detector gives any; batches kept by older versions lack it. */
  readonly embedding?: readonly number[] | null;
  readonly detector: ModelRef;
  readonly reader: ModelRef;
  readonly times: StageTimes;
  readonly taken: PhotoTaken;
}

/** A photo that was not read. `code` is stable, `message` is the sentence people see. */
export interface FailedOutcome {
  readonly kind: 'failed';
  readonly code: string;
  readonly message: string;
}

export type PhotoOutcome = ReadOutcome | FailedOutcome;

/** An outcome with the pictures made of its photo; a `Picture` is a Blob in a browser. */
export interface PhotoReading<Picture, Outcome extends PhotoOutcome = PhotoOutcome> {
  readonly outcome: Outcome;
  /** Small preview, when one was asked for. */
  readonly thumbnail: Picture | null;
  /** One per plate, in the order of the outcome's plates; empty when none were asked for. */
  readonly crops: readonly (Picture | null)[];
}
