/**
 * Conditions under which plates are read badly, with thresholds chosen on plates; `docs/quality.md` tells
 * how, and on what. Formulas are those of peers, thresholds are not: CleanVision's own flag half of all
 * plate crops as oddly shaped and hardly any as blurred.
 */
import { wilson } from '../metrics.ts';
import type { PhotoMeasures } from './photoMeasures.ts';
import type { PlateMeasures } from './plateMeasures.ts';

export const PHOTO_CONDITIONS = ['dark', 'light', 'blank'] as const;
export const PLATE_CONDITIONS = [
  'small',
  'blurred',
  'dim',
  'bright',
  'faint',
  'glare',
  'tilted',
  'odd-shape',
  'cut',
] as const;
export type PhotoCondition = (typeof PHOTO_CONDITIONS)[number];
export type PlateCondition = (typeof PLATE_CONDITIONS)[number];
export type Condition = PhotoCondition | PlateCondition;

/** What each means, as a person would say it, with its threshold. */
export const CONDITION_WORDS: Readonly<Record<Condition, string>> = {
  dark: 'Photo too dark: even its brightest parts are dim',
  light: 'Photo washed out: even its darkest parts are bright',
  blank: 'Photo with hardly anything in it',
  small: 'Plate small: under 9 pixels a character',
  blurred: 'Plate blurred or moved',
  dim: 'Plate in the dark',
  bright: 'Plate too bright',
  faint: 'Plate with little contrast',
  glare: 'Plate with glare: a tenth or more burnt out',
  tilted: 'Plate leaning by 12° or more',
  'odd-shape': 'Box of a shape no plate has',
  cut: 'Plate cut by the edge of the photo',
};

export function photoConditions(measures: PhotoMeasures): PhotoCondition[] {
  const found: PhotoCondition[] = [];
  if (measures.brightest < 0.32) found.push('dark');
  if (measures.darkest > 0.7) found.push('light');
  if (measures.entropy < 3) found.push('blank');
  return found;
}

export function plateConditions(measures: PlateMeasures): PlateCondition[] {
  const { pxPerCharacter, sharpness, brightness, contrast, glare, tilt, aspect, cut } = measures;
  const found: PlateCondition[] = [];
  if (pxPerCharacter !== null && pxPerCharacter < 9) found.push('small');
  if (sharpness < 0.12) found.push('blurred');
  if (brightness < 45) found.push('dim');
  if (brightness > 225) found.push('bright');
  if (contrast < 18) found.push('faint');
  if (glare >= 0.1) found.push('glare');
  if (Math.abs(tilt) >= 12) found.push('tilted');
  if (aspect < 0.7 || aspect > 8) found.push('odd-shape');
  if (cut) found.push('cut');
  return found;
}

/** The numbers whose read rate is shown by band, with the bands' inner edges. */
export const BANDS = {
  pxPerCharacter: { title: 'Pixels a character', edges: [6, 9, 12, 16, 24, 40] },
  sharpness: { title: 'Sharpness', edges: [0.06, 0.12, 0.25, 0.5, 1] },
  brightness: { title: 'Brightness', edges: [45, 80, 120, 160, 200, 225] },
  contrast: { title: 'Contrast', edges: [10, 18, 30, 45, 60] },
  glare: { title: 'Burnt out', edges: [0.01, 0.03, 0.1, 0.25] },
  tilt: { title: 'Lean, degrees', edges: [3, 6, 12, 16] },
} as const;
export type BandMeasure = keyof typeof BANDS;

export interface Band {
  /** "9–12", "under 6", "40 and more". */
  readonly name: string;
  /** All plates in it; their samples. */
  readonly count: number;
  readonly samples: readonly string[];
  /** Of those with a text given, how many were read exactly; null without any. */
  readonly read: {
    readonly n: number;
    readonly rate: number;
    readonly low: number;
    readonly high: number;
  } | null;
}

export interface BandInput {
  readonly sample: string;
  readonly measures: PlateMeasures;
  /** Whether it was read exactly; null where no text is given. */
  readonly right: boolean | null;
}

/** Plates by band of one number, with their read rates. */
export function bandsOf(plates: readonly BandInput[], measure: BandMeasure): Band[] {
  const edges: readonly number[] = BANDS[measure].edges;
  const held = Array.from({ length: edges.length + 1 }, (): BandInput[] => []);
  for (const plate of plates) {
    const value = plate.measures[measure];
    if (value === null || !Number.isFinite(value)) continue;
    const size = measure === 'tilt' ? Math.abs(value) : value;
    const at = edges.findIndex((edge) => size < edge);
    (held[at < 0 ? edges.length : at] as BandInput[]).push(plate);
  }
  return held.map((own, at) => {
    const judged = own.filter(({ right }) => right !== null);
    const rate = wilson(judged.filter(({ right }) => right).length, judged.length);
    return {
      name: bandName(edges, at),
      count: own.length,
      samples: [...new Set(own.map(({ sample }) => sample))],
      read:
        judged.length > 0 ? { n: rate.n, rate: rate.rate, low: rate.low, high: rate.high } : null,
    };
  });
}

function bandName(edges: readonly number[], at: number): string {
  if (at === 0) return `under ${edges[0]}`;
  if (at === edges.length) return `${edges[at - 1]} and more`;
  return `${edges[at - 1]}–${edges[at]}`;
}
