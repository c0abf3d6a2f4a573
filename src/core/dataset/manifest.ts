/**
 * The manifest of an exported dataset: what is in it, by which models it was made, and a hash of
 * every file, so that a loader can refuse what was altered and leave `test` alone.
 */
import { CLASS_NAMES, type PhotoAnnotation } from './annotation.ts';
import type { Split, UnreadableReason } from './types.ts';

export const MANIFEST_TYPE = 'platewheel-dataset';
export const MANIFEST_VERSION = 1;

export interface ManifestFile {
  readonly path: string;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

export interface ManifestPhoto {
  readonly path: string;
  /** The name it had when it was chosen: hostile. */
  readonly file: string;
  readonly split: Split;
  /** Hash of the photo as it was chosen, metadata and all. */
  readonly sourceSha256: string;
  /** Hash of the photo as it stands in this dataset. */
  readonly sha256: string;
  /** How it got here: copied without metadata, or turned upright and encoded again. */
  readonly made: 'copied' | 'stripped' | 'encoded';
  readonly blurred: boolean;
}

/** A photo or crop that something in this dataset was made of. */
export interface ManifestSample {
  /** Hash of the file as it was chosen: a card that holds it tells what its model learnt from. */
  readonly sourceSha256: string;
  readonly split: Split;
}

export interface ManifestCounts {
  readonly photos: Readonly<Record<Split, number>>;
  readonly plates: Readonly<Record<Split, number>>;
  readonly negatives: number;
  readonly crops: number;
  readonly unreadable: Readonly<Partial<Record<UnreadableReason, number>>>;
}

export interface Manifest {
  readonly type: typeof MANIFEST_TYPE;
  readonly version: typeof MANIFEST_VERSION;
  readonly source: string;
  readonly classes: readonly string[];
  readonly splitSeed: string;
  readonly models: readonly { readonly id: string; readonly sha256: string }[];
  readonly formats: readonly string[];
  readonly counts: ManifestCounts;
  /** Split whose files nothing that trains may read. */
  readonly heldBack: 'test';
  readonly photos: readonly ManifestPhoto[];
  readonly samples: readonly ManifestSample[];
  readonly files: readonly ManifestFile[];
}

export function writeManifest(
  manifest: Omit<Manifest, 'type' | 'version' | 'classes' | 'heldBack'>,
): string {
  const whole: Manifest = {
    type: MANIFEST_TYPE,
    version: MANIFEST_VERSION,
    classes: [...CLASS_NAMES],
    heldBack: 'test',
    ...manifest,
  };
  return `${JSON.stringify(whole, null, 1)}\n`;
}

/** Photos, plates, negatives and unreadable plates by split. */
export function countPhotos(photos: readonly PhotoAnnotation[], crops: number): ManifestCounts {
  const photoCounts = { train: 0, val: 0, test: 0 };
  const plates = { train: 0, val: 0, test: 0 };
  const unreadable: Partial<Record<UnreadableReason, number>> = {};
  let negatives = 0;
  for (const photo of photos) {
    const split = photo.split ?? 'train';
    photoCounts[split] += 1;
    plates[split] += photo.plates.length;
    if (photo.plates.length === 0) negatives += 1;
    for (const { unreadable: reason } of photo.plates) {
      if (reason) unreadable[reason] = (unreadable[reason] ?? 0) + 1;
    }
  }
  return { photos: photoCounts, plates, negatives, crops, unreadable };
}

/**
 * What of a dataset would mislead, or is missing, where a model is trained on it: sentences.
 * @param onlyRead plates that models found, and photos of them, of which no label says anything
 */
export function datasetGaps(
  counts: Pick<ManifestCounts, 'plates'>,
  onlyRead: { readonly photos: number; readonly plates: number } = { photos: 0, plates: 0 },
): string[] {
  const gaps: string[] = [];
  if (onlyRead.plates > 0) {
    const plates = onlyRead.plates === 1 ? '1 plate was' : `${onlyRead.plates} plates were`;
    const photos = onlyRead.photos === 1 ? '1 photo' : `${onlyRead.photos} photos`;
    gaps.push(
      `${plates} only read, not checked, and therefore left out of ${photos}: a detector would learn that there is no plate.`,
    );
  }
  const { train, val, test } = counts.plates;
  if (train === 0) gaps.push('There is no labelled plate in train: label more photos.');
  if (val === 0) {
    gaps.push(
      'There is no labelled plate in val. One group of photos in ten goes there, so label photos of more different plates.',
    );
  }
  if (test === 0) {
    gaps.push('There is no labelled plate in test, so a new model cannot be judged by it yet.');
  }
  return gaps;
}
