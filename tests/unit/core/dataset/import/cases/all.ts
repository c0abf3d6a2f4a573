import { COCO_CASES } from './coco.ts';
import { LAYOUTS_CASES } from './layouts.ts';
import type { FormatCase } from './parts.ts';
import { SHAPES_CASES } from './shapes.ts';
import { TABLES_CASES } from './tables.ts';
import { TOOLS_CASES } from './tools.ts';
import { VOC_CASES } from './voc.ts';
import { YOLO_CLASSES_CASES } from './yoloClasses.ts';
import { YOLO_COLUMNS_CASES } from './yoloColumns.ts';

export const FORMAT_CASES: Readonly<Record<string, FormatCase>> = {
  ...YOLO_CLASSES_CASES,
  ...YOLO_COLUMNS_CASES,
  ...VOC_CASES,
  ...LAYOUTS_CASES,
  ...COCO_CASES,
  ...TOOLS_CASES,
  ...SHAPES_CASES,
  ...TABLES_CASES,
};
