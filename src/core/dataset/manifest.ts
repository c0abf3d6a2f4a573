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
  readonly split: Split;
  /** Hash of the photo as it was chosen, metadata and all. */
  readonly sourceSha256: string;
  /** Hash of the photo as it stands in this dataset. */
  readonly sha256: string;
  /** How it got here: copied without metadata, or turned upright and encoded again. */
  readonly made: 'copied' | 'stripped' | 'encoded';
  readonly blurred: boolean;
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

/** What is missing before a model could be trained on this; empty when nothing is. */
export function whatIsMissing(counts: ManifestCounts): string[] {
  const missing: string[] = [];
  const { train, val, test } = counts.plates;
  if (train === 0) missing.push('There is no labelled plate in train: label more photos.');
  if (val === 0) {
    missing.push(
      'There is no labelled plate in val. One group of photos in ten goes there, so label photos of more different plates.',
    );
  }
  if (test === 0) {
    missing.push('There is no labelled plate in test, so a new model cannot be judged by it yet.');
  }
  return missing;
}

/** The dataset's card: `README.md` inside the zip. */
export function writeDatasetCard(manifest: {
  readonly source: string;
  readonly splitSeed: string;
  readonly counts: ManifestCounts;
  readonly formats: readonly string[];
  readonly models: readonly { readonly id: string; readonly sha256: string }[];
}): string {
  const { counts } = manifest;
  const row = (split: Split) => `| ${split} | ${counts.photos[split]} | ${counts.plates[split]} |`;
  const models = manifest.models.map(({ id, sha256 }) => `- ${id} \`${sha256.slice(0, 16)}\``);
  const missing = whatIsMissing(counts).map((line) => `- ${line}`);
  return `# Licence plate dataset

Written by ${manifest.source}. Photos and labels come from one person's use of the app; labels were
confirmed or corrected by hand.

| split | photos | plates |
|---|---|---|
${row('train')}
${row('val')}
${row('test')}

Photos without a plate (negatives): ${counts.negatives}. Plate crops with text: ${counts.crops}.
${missing.length > 0 ? `\nKnown gaps:\n\n${missing.join('\n')}\n` : ''}
## What is where

Formats: ${manifest.formats.join(', ')}. One class: \`${CLASS_NAMES.join(', ')}\`.

- \`images/{train,val,test}/\`: upright photos without metadata, named by their hash
- \`data.yaml\`, \`labels/{train,val,test}/\`: YOLO; an empty file is a photo without a plate
- \`coco.json\`: COCO, plate texts in \`attributes\`
- \`voc/{train,val,test}/\`: Pascal VOC; coordinates from 0, with decimals
- \`annotations.csv\`: a row for each plate, boxes in pixels
- \`crops/{train,val,test}/\` with \`labels.csv\`: plate crops for training a reader
- \`manifest.json\`: sha256 of every file, models used, split seed

## Rules

\`test\` is held back: nothing that trains may read it. Splits are drawn by group (same plate, same
burst, near-duplicate photos) with the seed \`${manifest.splitSeed}\`, and never change.

In the CSV files a leading \`'\` keeps spreadsheets from running a cell as a formula; take one off
where it stands before \`= + - @ '\`.

The photos may show people and plates. Whoever passes them on answers for that.
${models.length > 0 ? `\n## Models whose predictions were corrected\n\n${models.join('\n')}\n` : ''}`;
}
