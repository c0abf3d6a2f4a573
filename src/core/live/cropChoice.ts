/** Which crops are worth reading, and which of them first. */
import type { CropQuality } from './quality.ts';

/** Plates lower than this many pixels are not read: characters would be under 8 pixels high. */
export const MIN_READ_HEIGHT_PX = 12;
/** Below this sharpness no reader of ours gets a whole plate right. */
export const MIN_SHARPNESS = 0.015;

/** True when reading the crop can be expected to help. */
export function isWorthReading(quality: CropQuality): boolean {
  return (
    quality.heightPx >= MIN_READ_HEIGHT_PX &&
    quality.sharpness >= MIN_SHARPNESS &&
    quality.contrast >= 6
  );
}

/**
 * How readable a crop looks, 0–1: product of size, sharpness and light, each rising steeply at
 * first and flat where more does not help.
 */
export function cropScore(quality: CropQuality, detectionConfidence: number): number {
  const size = 1 - Math.exp(-quality.heightPx / 24);
  const weaker = Math.min(quality.sharpnessAcross, quality.sharpnessDown);
  const sharp = 1 - Math.exp(-weaker / 0.06);
  const contrast = 1 - Math.exp(-quality.contrast / 25);
  return size * sharp * contrast * (1 - quality.glare / 2) * (0.5 + 0.5 * detectionConfidence);
}

/** A crop waiting to be read. */
export interface Candidate {
  readonly trackId: number;
  /** From `cropScore`. */
  readonly score: number;
  readonly timeMs: number;
  /** Readings its track has already had. */
  readonly readings: number;
}

const byScore = (a: Candidate, b: Candidate): number => b.score - a.score || b.timeMs - a.timeMs;

/**
 * Order of reading, best first: a vehicle without any reading comes before one that wants more
 * votes, and none is read again before others were once; among equals the better crop, then the
 * newer one. Does not change `waiting`.
 */
export function readingOrder<C extends Candidate>(waiting: readonly C[]): C[] {
  const before = new Map<number, number>();
  return [...waiting]
    .sort(byScore)
    .map((crop) => {
      // A track's second best crop is read when it has had one reading more.
      const rank = before.get(crop.trackId) ?? 0;
      before.set(crop.trackId, rank + 1);
      return { crop, need: Math.min(crop.readings + rank, 3) };
    })
    .sort((a, b) => a.need - b.need || byScore(a.crop, b.crop))
    .map(({ crop }) => crop);
}

/** The best `keep` crops of each track; the rest would only wait and fill memory. */
export function bestPerTrack<C extends Candidate>(waiting: readonly C[], keep: number): C[] {
  const taken = new Map<number, number>();
  return [...waiting].sort(byScore).filter(({ trackId }) => {
    const count = (taken.get(trackId) ?? 0) + 1;
    taken.set(trackId, count);
    return count <= keep;
  });
}
