/** What is wrong with the picture, in one sentence, for the person who holds the camera. */
import { quantile } from '../metrics.ts';
import type { CropQuality } from './quality.ts';

export type GuidanceCode =
  | 'too-small'
  | 'motion-blur'
  | 'out-of-focus'
  | 'too-dark'
  | 'glare'
  | 'no-contrast';

export interface Guidance {
  readonly code: GuidanceCode;
  /** What happens and what to do, e.g. "Plate 14 px high: move closer or zoom in." */
  readonly message: string;
}

/** Heights from here on read well. */
const GOOD_HEIGHT_PX = 18;
/**
 * Sharpness limits, measured on 60 real crops 40 px high: in focus 0.24–1.56 (5–95 %), blurred by
 * a Gaussian of 2 px 0.04–0.26, of 3 px 0.01–0.12. Wiped 7 px to one side, the sharpness along
 * the movement is 0.006–0.05, that across it unchanged (0.12–0.77).
 */
const OUT_OF_FOCUS = 0.08;
const WIPED = { weaker: 0.05, times: 5 } as const;
const DARK = 45;
const GLARING = 0.25;
const FLAT = 12;
/** A whole picture darker than this shows no plate that does not shine by itself. */
const NIGHT = 20;

/**
 * Guidance on the crops seen lately (all tracks), or null when all is well or nothing was seen in a
 * picture that is bright enough. Says one thing only, the one that spoils most: size before light
 * before blur. `pictureBrightness` is the mean of the watched part, 0–255, null when unknown.
 */
export function guidanceFor(
  recent: readonly CropQuality[],
  pictureBrightness: number | null = null,
): Guidance | null {
  if (recent.length === 0) {
    if (pictureBrightness === null || pictureBrightness >= NIGHT) return null;
    return {
      code: 'too-dark',
      message: 'Too dark to find plates: add light, or switch on the torch.',
    };
  }
  const middle = (pick: (quality: CropQuality) => number): number =>
    quantile(recent.map(pick), 0.5);
  const height = middle((q) => q.heightPx);
  if (height < GOOD_HEIGHT_PX) {
    return {
      code: 'too-small',
      message: `Plate ${Math.round(height)} px high: move closer or zoom in (20 px or more reads well).`,
    };
  }
  if (middle((q) => q.brightness) < DARK) {
    return { code: 'too-dark', message: 'Too dark: add light, or switch on the torch.' };
  }
  if (middle((q) => q.glare) > GLARING) {
    return { code: 'glare', message: 'Glare on the plate: change the angle or shade the light.' };
  }
  if (middle((q) => q.contrast) < FLAT) {
    return {
      code: 'no-contrast',
      message: 'Hardly any contrast: clean the lens, avoid backlight.',
    };
  }
  const weaker = middle((q) => Math.min(q.sharpnessAcross, q.sharpnessDown));
  const stronger = middle((q) => Math.max(q.sharpnessAcross, q.sharpnessDown));
  if (weaker < WIPED.weaker && stronger > WIPED.times * weaker && stronger > OUT_OF_FOCUS) {
    return {
      code: 'motion-blur',
      message: 'Motion blur: hold the camera still, or add light for a shorter exposure.',
    };
  }
  if (middle((q) => q.sharpness) < OUT_OF_FOCUS) {
    return { code: 'out-of-focus', message: 'Out of focus: tap to focus, or move back a little.' };
  }
  return null;
}
