/** What every reader of plates offers, our own network as well as the second opinion. */
import type { PlateFeatures, ReaderHead } from '../core/engine.ts';
import type { PhotoOrigin, ReaderLayer } from '../core/learning/layer.ts';
import type { PlateView } from '../core/plateCrop.ts';
import type { ModelRef, Reading } from '../core/types.ts';
import type { ViewInputs } from './viewInputs.ts';

export interface PlateReadOptions {
  /** As photos are read, with test-time augmentation; left out, each plate is read in one view. */
  readonly tta?: boolean;
  /** Also hand out what the last layer sees. */
  readonly features?: boolean;
  /** Where the plates were seen: a personal layer may be meant for other photos. */
  readonly origin?: PhotoOrigin | undefined;
  /** Where another reader may have left the inputs it made of these very plates. */
  readonly inputs?: ViewInputs;
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
  /** Reads by a personal last layer too from now on, or not any more; readers without one ignore it. */
  takeLayer?(layer: ReaderLayer | null): void;
  /** The last layer it ships with, where it can be told. */
  readonly head?: ReaderHead | null;
  /** Stops what the reader started for itself. */
  close?(): Promise<void>;
}
