/** Reading plates: what every reading engine can do. */
import type { PlateView } from '../core/plateCrop.ts';
import type { ModelRef, Reading } from '../core/types.ts';

export interface PlateReader {
  readonly ref: ModelRef;
  /**
   * Reads plates together. Each engine adds the margin around a plate that it reads best with, as
   * far as the plate's image goes, or looks once with each of the given margins.
   * @returns one reading per plate, in order; an unreadable one has `text: ''`.
   */
  read(plates: readonly PlateView[], margins?: readonly number[]): Promise<Reading[]>;
  /** Stops what the reader started for itself. */
  close?(): Promise<void>;
}
