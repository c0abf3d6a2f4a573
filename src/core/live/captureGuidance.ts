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

/** What can be done about the picture, besides moving the camera. */
export interface CameraMeans {
  readonly torch: boolean;
  readonly zoom: boolean;
  /** A tap on the picture focuses there. */
  readonly focus: boolean;
}

/**
 * Guidance on the crops seen lately (all tracks), or null when all is well, when nothing was seen in
 * a picture that is bright enough, and for a recording (`means` null): nobody can hold that camera
 * any more. Says one thing only, the one that spoils most: size before light before blur, and names
 * only what this camera has. `pictureBrightness` is the mean of the watched part, 0–255, null when unknown.
 */
export function guidanceFor(
  recent: readonly CropQuality[],
  pictureBrightness: number | null,
  means: CameraMeans | null,
): Guidance | null {
  if (means === null) return null;
  const light = means.torch ? 'add light, or switch on the torch' : 'add light';
  if (recent.length === 0) {
    if (pictureBrightness === null || pictureBrightness >= NIGHT) return null;
    return { code: 'too-dark', message: `Too dark to find plates: ${light}.` };
  }
  const code = faultOf(recent);
  if (code === null) return null;
  const height = Math.round(middleOf(recent, (q) => q.heightPx));
  const closer = means.zoom ? 'move closer or zoom in' : 'move closer';
  const focus = means.focus ? 'tap the plate to focus on it' : 'move back a little';
  const messages: Readonly<Record<GuidanceCode, string>> = {
    'too-small': `Plate ${height} px high: ${closer} (20 px or more reads well).`,
    'too-dark': `Too dark: ${light}.`,
    glare: 'Glare on the plate: change the angle or shade the light.',
    'no-contrast': 'Hardly any contrast: clean the lens, avoid backlight.',
    'motion-blur': 'Motion blur: hold the camera still, or add light for a shorter exposure.',
    'out-of-focus': `Out of focus: ${focus}.`,
  };
  return { code, message: messages[code] };
}

const middleOf = (recent: readonly CropQuality[], pick: (quality: CropQuality) => number): number =>
  quantile(recent.map(pick), 0.5);

/** What spoils most of the recent crops; null when all is well. */
function faultOf(recent: readonly CropQuality[]): GuidanceCode | null {
  const middle = (pick: (quality: CropQuality) => number): number => middleOf(recent, pick);
  if (middle((q) => q.heightPx) < GOOD_HEIGHT_PX) return 'too-small';
  if (middle((q) => q.brightness) < DARK) return 'too-dark';
  if (middle((q) => q.glare) > GLARING) return 'glare';
  if (middle((q) => q.contrast) < FLAT) return 'no-contrast';
  const weaker = middle((q) => Math.min(q.sharpnessAcross, q.sharpnessDown));
  const stronger = middle((q) => Math.max(q.sharpnessAcross, q.sharpnessDown));
  if (weaker < WIPED.weaker && stronger > WIPED.times * weaker && stronger > OUT_OF_FOCUS) {
    return 'motion-blur';
  }
  return middle((q) => q.sharpness) < OUT_OF_FOCUS ? 'out-of-focus' : null;
}
