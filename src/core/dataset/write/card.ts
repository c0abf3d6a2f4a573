/** The dataset's card, `README.md` inside the zip: what is in it, and how tools read it. */
import { CLASS_NAMES } from '../annotation.ts';
import type { ManifestCounts } from '../manifest.ts';
import type { Split } from '../types.ts';

/** What lies where, by format or by a file that may be there; null for what always is. */
const FORMAT_NOTES: readonly (readonly [string | null, string])[] = [
  [null, '`images/{train,val,test}/`: upright photos without metadata'],
  [
    'yolo',
    '`data.yaml`, `labels/{train,val,test}/`: YOLO; an empty file is a photo without a plate',
  ],
  [
    'coco',
    '`coco.json`, and by split `annotations/instances_{train,val,test}.json`: COCO, plate texts in `attributes`',
  ],
  ['voc', '`voc/{train,val,test}/`: Pascal VOC; coordinates from 0, with decimals, not from 1'],
  [
    'csv',
    '`csv/annotations.csv`: a row for each plate, boxes in pixels; a photo without one has a row without a box',
  ],
  ['crops', '`crops/{train,val,test}/labels.csv`: plate crops for training a reader'],
  [
    'fast-plate-ocr',
    '`crops/{train,val,test}/annotations.csv`, `crops/fast-plate-ocr.yaml`: the same for fast-plate-ocr',
  ],
  ['cvat', '`cvat/annotations.xml`: CVAT for images 1.1'],
  ['label-studio', '`label-studio/tasks.json`, `label-studio/config.xml`: its labelling interface'],
  ['quality.json', '`quality.json`: counts, doubts and balance'],
  ['weights.csv', '`weights.csv`: how often to draw each photo'],
  [null, '`manifest.json`: original names, sha256 of every file, models used, split seed'],
];

/** One line for each tool. All but those that say so are run over an export by `training/reference/`. */
const READERS: readonly (readonly [string, string, string])[] = [
  ['yolo', 'ultralytics', '`yolo detect train data=data.yaml`'],
  [
    'yolo',
    'supervision',
    "`DetectionDataset.from_yolo('images/train', 'labels/train', 'data.yaml')`",
  ],
  ['coco', 'pycocotools', "`COCO('annotations/instances_train.json')`"],
  ['coco', 'datumaro', "`Dataset.import_from('.', 'coco_instances')`; texts are attributes"],
  [
    'coco',
    'fiftyone (not tested)',
    "`Dataset.from_dir(dataset_type=fo.types.COCODetectionDataset, data_path='images/train', labels_path='annotations/instances_train.json')`",
  ],
  ['voc', 'globox', "`AnnotationSet.from_pascal_voc('voc/train')`"],
  [
    'cvat',
    'CVAT (not tested)',
    'make a task of the photos with a label `plate`, then upload `cvat/annotations.xml` as "CVAT 1.1"',
  ],
  [
    'label-studio',
    'Label Studio (not tested)',
    'set the interface to `config.xml`, serve this folder as local files, import `tasks.json`',
  ],
  [
    'fast-plate-ocr',
    'fast-plate-ocr',
    '`fast-plate-ocr train --plate-config-file crops/fast-plate-ocr.yaml --annotations crops/train/annotations.csv --val-annotations crops/val/annotations.csv`',
  ],
  [
    'csv',
    'pandas',
    "`read_csv('csv/annotations.csv', dtype={'text': str}, keep_default_na=False)`: `12E3456` is a plate, not a number",
  ],
  [
    'csv',
    'DuckDB (not tested)',
    "`SELECT * FROM read_csv('csv/annotations.csv', types = {'text': 'VARCHAR'})`",
  ],
];

function listed<T extends readonly [string | null, ...string[]]>(
  lines: readonly T[],
  present: readonly string[],
  write: (line: T) => string,
): string {
  return lines
    .filter(([format]) => format === null || present.includes(format))
    .map(write)
    .join('\n');
}

/** The dataset's card: `README.md` inside the zip. */
export function writeDatasetCard(manifest: {
  readonly source: string;
  readonly splitSeed: string;
  readonly counts: ManifestCounts;
  readonly formats: readonly string[];
  /** Paths of what others added to it. */
  readonly extra: readonly string[];
  /** See `datasetGaps`. */
  readonly gaps: readonly string[];
  readonly models: readonly { readonly id: string; readonly sha256: string }[];
}): string {
  const { counts } = manifest;
  const row = (split: Split) => `| ${split} | ${counts.photos[split]} | ${counts.plates[split]} |`;
  const models = manifest.models.map(({ id, sha256 }) => `- ${id} \`${sha256.slice(0, 16)}\``);
  const gaps = manifest.gaps.map((line) => `- ${line}`);
  return `# Licence plate dataset

Written by ${manifest.source}. Photos and labels come from one person's use of the app; labels were
given, confirmed or corrected by hand, or imported as they were.

| split | photos | plates |
|---|---|---|
${row('train')}
${row('val')}
${row('test')}

Photos without a plate (negatives): ${counts.negatives}. Plate crops with text: ${counts.crops}.
${gaps.length > 0 ? `\nKnown gaps:\n\n${gaps.join('\n')}\n` : ''}
## What is where

Formats: ${manifest.formats.join(', ')}. One class: \`${CLASS_NAMES.join(', ')}\`.

${listed(FORMAT_NOTES, [...manifest.formats, ...manifest.extra], ([, note]) => `- ${note}`)}

## Reading it

Boxes are in pixels of the upright photos, from 0, with decimals; right and lower edges are x + width
and y + height.

| tool | how |
|---|---|
${listed(READERS, manifest.formats, ([, tool, how]) => `| ${tool} | ${how} |`)}

## Rules

\`test\` is held back: nothing that trains may read it. Splits are drawn by group (same plate, same
burst, near-duplicate photos) with the seed \`${manifest.splitSeed}\`. A photo leaves its split only where it is
found to belong with photos of a stricter one (train → val → test), and never comes back: an export made
before that has it in the other. Compare \`manifest.json\` of both before you test on a newer export what
was trained on an older one.

In the CSV files a leading \`'\` keeps spreadsheets from running a cell as a formula; take one off
where it stands before \`= + - @ '\`.

The photos may show people and plates. Whoever passes them on answers for that.
${models.length > 0 ? `\n## Models whose predictions were corrected\n\n${models.join('\n')}\n` : ''}`;
}
