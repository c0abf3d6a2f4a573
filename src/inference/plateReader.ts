/** Reading plates off crops: what every reading engine can do. */
import type { Box, ModelRef, Reading, RgbaImage } from '../core/types.ts';

export interface PlateReader {
  readonly ref: ModelRef;
  /**
   * Reads the plates of one photo together. `boxes` are detections in pixels of `image`; each
   * engine adds the margin it reads best with.
   * @returns one reading per box, in order; an unreadable one has `text: ''`.
   */
  read(image: RgbaImage, boxes: readonly Box[]): Promise<Reading[]>;
}
