/** YOLO: one text file beside each image, a line `class xc yc w h` for each box, as fractions. */
import { CLASS_NAMES, type PhotoAnnotation, plainNumber } from '../annotation.ts';

/** The label file of a photo; empty for a negative. */
export function writeYoloLabels({ size, plates }: PhotoAnnotation): string {
  return plates
    .map(({ box }) => {
      const fractions = [
        (box.x + box.width / 2) / size.width,
        (box.y + box.height / 2) / size.height,
        box.width / size.width,
        box.height / size.height,
      ];
      return `0 ${fractions.map(plainNumber).join(' ')}\n`;
    })
    .join('');
}

/**
 * `data.yaml` as YOLOv5 and its successors read it.
 * @param hasTest whether there are photos to test with: a folder that is not there is not named
 */
export function writeDataYaml(hasTest: boolean): string {
  const names = CLASS_NAMES.map((name) => `'${name}'`).join(', ');
  return [
    "# Paths are relative to this file's folder. Without a line 'path' Ultralytics takes them so;",
    '# YOLOv5 does when it is given the zip itself: --data dataset.zip',
    'train: images/train',
    'val: images/val',
    ...(hasTest ? ['test: images/test'] : []),
    `nc: ${CLASS_NAMES.length}`,
    `names: [${names}]`,
    '',
  ].join('\n');
}
