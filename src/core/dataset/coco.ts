/** COCO: one JSON for all images; plate texts stand in `attributes`, as CVAT and others write them. */
import {
  asWritten,
  CLASS_NAMES,
  type ImportProblem,
  type Parsed,
  type PhotoAnnotation,
  type PlateAnnotation,
} from './annotation.ts';
import { restorePlateLabel, restoreSplit } from './restore.ts';
import { plateClasses } from './yolo.ts';

/** The COCO document of these photos; ids count from 1 in their order. */
export function writeCoco(photos: readonly PhotoAnnotation[], imageRoot = 'images'): string {
  let lastId = 0;
  const annotations = photos.flatMap((photo, i) =>
    photo.plates.map(({ box, text, raw, unreadable, region, rows }) => {
      lastId += 1;
      return {
        id: lastId,
        image_id: i + 1,
        category_id: 1,
        bbox: [box.x, box.y, box.width, box.height],
        area: box.width * box.height,
        iscrowd: 0,
        attributes: { text, raw, unreadable, region, rows },
      };
    }),
  );
  const document = {
    info: { description: 'Platewheel dataset', version: '1' },
    licenses: [],
    categories: CLASS_NAMES.map((name, i) => ({ id: i + 1, name, supercategory: '' })),
    images: photos.map(({ image, file, size, split }, i) => ({
      id: i + 1,
      file_name: `${imageRoot}/${split ?? 'train'}/${image}`,
      width: size.width,
      height: size.height,
      original_name: file,
      split,
    })),
    annotations,
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}

interface CocoDocument {
  readonly images?: unknown;
  readonly annotations?: unknown;
  readonly categories?: unknown;
}

/** Whether a parsed JSON looks like COCO. */
export function isCoco(json: unknown): json is CocoDocument {
  const given = (json ?? {}) as CocoDocument;
  return Array.isArray(given.images) && Array.isArray(given.annotations);
}

type Row = Readonly<Record<string, unknown>>;
const rowsOf = (value: unknown): Row[] =>
  (Array.isArray(value) ? value : []).map((row) => (typeof row === 'object' && row ? row : {}));

/** Reads a COCO document. `image` is the `file_name` as it stands there. */
export function readCoco(json: CocoDocument, file: string): Parsed<PhotoAnnotation[]> {
  const problems: ImportProblem[] = [];
  const problem = (message: string) => problems.push({ file, line: null, message });
  const categories = rowsOf(json.categories);
  const wanted = plateClasses(categories.map((c) => String(c.name ?? '')));
  if (!wanted) problem('No category is named like a plate, so its boxes are left out.');
  const plateIds = new Set(
    categories.filter((_, i) => wanted?.has(i)).map((category) => category.id),
  );
  const photos = new Map<unknown, PhotoAnnotation & { plates: PlateAnnotation[] }>();
  for (const image of rowsOf(json.images)) {
    const [name, width, height] = [image.file_name, image.width, image.height];
    if (typeof name !== 'string' || typeof width !== 'number' || typeof height !== 'number') {
      problem(`Image ${String(image.id)} has no name or size; it is left out.`);
      continue;
    }
    photos.set(image.id, {
      image: name,
      file: typeof image.original_name === 'string' ? image.original_name : name,
      size: { width, height },
      split: restoreSplit(image.split),
      plates: [],
    });
  }
  for (const annotation of rowsOf(json.annotations)) {
    if (categories.length > 0 && !plateIds.has(annotation.category_id)) continue;
    const photo = photos.get(annotation.image_id);
    const [x, y, width, height] = Array.isArray(annotation.bbox) ? annotation.bbox : [];
    const attributes = (annotation.attributes ?? {}) as Row;
    const plate = restorePlateLabel({ ...attributes, box: { x, y, width, height } }, '');
    if (!photo || !plate) {
      problem(`Annotation ${String(annotation.id)} has no image or no box; it is left out.`);
      continue;
    }
    const { box, text, raw, unreadable, region, rows } = plate;
    const written = raw ?? asWritten(attributes.text, text);
    photo.plates.push({ box, text, raw: written, unreadable, region, rows });
  }
  return { value: [...photos.values()], problems };
}
