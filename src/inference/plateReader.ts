/** What every reader of plates offers, our own network as well as the second opinion. */
import type { PlateFeatures } from '../core/engine.ts';
import type { PlateView } from '../core/plateCrop.ts';
import type { ModelRef, Reading } from '../core/types.ts';

export interface PlateReadOptions {
  /** As photos are read, with test-time augmentation; left out, each plate is read in one view. */
  readonly tta?: boolean;
  /** Also hand out what the last layer sees. */
  readonly features?: boolean;
}

/** What was made of one plate. An unreadable one has `text: ''`. */
export interface PlateAnswer {
  readonly reading: Reading;
  /** Only when asked for, and null where the reader gives none. */
  readonly features: PlateFeatures | null;
}

export interface PlateReader {
  readonly ref: ModelRef;
  /**
   * Reads plates together. Each engine adds the margin around a plate that it reads best with, as
   * far as the plate's image goes. @returns one answer per plate, in order
   */
  read(plates: readonly PlateView[], options?: PlateReadOptions): Promise<PlateAnswer[]>;
  /** Stops what the reader started for itself. */
  close?(): Promise<void>;
}
