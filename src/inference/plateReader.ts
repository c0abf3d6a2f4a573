/** Reading plates: what every reading engine can do. */
import type { PlateView } from '../core/plateCrop.ts';
import type { ModelRef, Reading } from '../core/types.ts';

export interface PlateReader {
  readonly ref: ModelRef;
  /**
   * Reads plates together. Each engine adds the margin around a plate that it reads best with, as
   * far as the plate's image goes. `tta`: as photos are read, with test-time augmentation.
   * @returns one reading per plate, in order; an unreadable one has `text: ''`.
   */
  read(plates: readonly PlateView[], tta?: boolean): Promise<Reading[]>;
  /** Stops what the reader started for itself. */
  close?(): Promise<void>;
}
