/** COCO and its many dialects: CVAT, Roboflow, Label Studio, ultralytics' predictions. */

import { splitOfName } from '../import/splitLists.ts';
import {
  boundsOf,
  cornersBox,
  type SaidObject,
  type Statement,
  sizeOf,
  statement,
} from '../import/statement.ts';
import { restoreSplit } from '../restore.ts';
import {
  classOf,
  confidenceOf,
  type JsonReader,
  type Loose,
  listOf,
  loose,
  numberOf,
  objectOf,
  pairs,
  type ReadContext,
  rowsOf,
  textOf,
} from './reader.ts';

const FORMAT = 'COCO';

export const readCoco: JsonReader = (json, path, context) => {
  const given = loose(json);
  if (!Array.isArray(given.images) || !Array.isArray(given.annotations)) return null;
  const names = categoryNames(given, path, context);
  const byImage = new Map<string, { objects: SaidObject[]; leftOut: number }>();
  for (const image of rowsOf(given.images))
    byImage.set(String(image.id), { objects: [], leftOut: 0 });
  let homeless = 0;
  for (const annotation of rowsOf(given.annotations)) {
    const image = byImage.get(String(annotation.image_id));
    if (!image) homeless += 1;
    else if (Number(annotation.iscrowd) === 1 && !readsAsBox(annotation)) {
      image.leftOut += 1;
      context.notes.add(path, 'A box around a crowd (iscrowd) is no single plate; it is left out.');
    } else image.objects.push(readObject(annotation, names, path));
  }
  if (homeless > 0) {
    context.notes.add(
      path,
      'An annotation belongs to no image of its file; it is left out.',
      null,
      homeless,
    );
  }
  return rowsOf(given.images).flatMap((image) =>
    readImage(image, byImage.get(String(image.id)), path, context),
  );
};

/** Masks are said as crowds by some writers although they are of one object; those have a box. */
const readsAsBox = (annotation: Loose): boolean => loose(annotation.attributes).text !== undefined;

function readImage(
  image: Loose,
  said: { objects: SaidObject[]; leftOut: number } | undefined,
  path: string,
  { notes }: ReadContext,
): Statement[] {
  const name = textOf(image.file_name) ?? textOf(image.path) ?? textOf(image.coco_url);
  if (!name || !said) {
    notes.add(path, 'An image has no file name; it is left out.');
    return [];
  }
  return [
    statement({
      from: path,
      format: FORMAT,
      scope: classOf(FORMAT, path, '').scope,
      image: name,
      original: textOf(image.original_name),
      split: restoreSplit(image.split) ?? splitOfName(path),
      frame: sizeOf(image.width, image.height),
      ...said,
    }),
  ];
}

/** Names by id. Roboflow's root, the heading of the others, has no objects and is no class. */
function categoryNames(given: Loose, path: string, { classes }: ReadContext): Map<string, string> {
  const categories = rowsOf(given.categories);
  const used = new Set(rowsOf(given.annotations).map((row) => String(row.category_id)));
  const headings = new Set(categories.map(({ supercategory }) => supercategory));
  const names = new Map<string, string>();
  for (const { id, name } of categories) {
    if (headings.has(name) && !used.has(String(id))) continue;
    names.set(String(id), String(name ?? ''));
  }
  classes.declare(classOf(FORMAT, path, '').scope, [...names.values()]);
  return names;
}

function readObject(
  annotation: Loose,
  names: ReadonlyMap<string, string>,
  path: string,
): SaidObject {
  const id = String(annotation.category_id);
  // A file without any category is about one kind of thing.
  const name = names.get(id) ?? (names.size === 0 ? '#0' : `#${id}`);
  return objectOf(
    {
      box: boxOf(annotation),
      class: classOf(FORMAT, path, name),
      confidence: confidenceOf(annotation.score),
    },
    { ...annotation, ...loose(annotation.attributes) },
  );
}

/** The box, from its other corner where sizes are negative; else the bounds of the polygons. */
function boxOf({ bbox, segmentation }: Loose) {
  const [x = Number.NaN, y = Number.NaN, width = Number.NaN, height = Number.NaN] =
    listOf(bbox).map(numberOf);
  const box = listOf(bbox).length === 4 ? cornersBox(x, y, x + width, y + height) : null;
  return box ?? boundsOf(ringsOf(segmentation).flatMap((ring) => pairs(ring)));
}

/** Polygons as COCO has them, `[[x, y, …]]`; or a single one, or made of points, as scripts have them. */
function ringsOf(segmentation: unknown): readonly (readonly unknown[])[] {
  const rings = listOf(segmentation);
  if (!rings.some(Array.isArray)) return [rings];
  return rings.map((ring) => listOf(ring).flat());
}

/** A bare list of results, as `yolo val save_json` writes it: predictions of models. */
export const readCocoResults: JsonReader = (json, path) => {
  if (!Array.isArray(json) || json.length === 0) return null;
  const rows = rowsOf(json);
  if (!rows.every((row) => 'image_id' in row && 'bbox' in row && 'score' in row)) return null;
  const byImage = new Map<string, Loose[]>();
  for (const row of rows) {
    const image = textOf(row.file_name) ?? String(row.image_id);
    byImage.set(image, [...(byImage.get(image) ?? []), row]);
  }
  return [...byImage].map(([image, found]) =>
    statement({
      from: path,
      format: 'COCO results',
      image,
      whole: false,
      objects: found.map((row) => {
        const name = `#${String(row.category_id)}`.replace(/^#1$/, '#0'); // ultralytics counts from 1
        return { ...readObject(row, new Map(), path), class: classOf('COCO results', path, name) };
      }),
    }),
  );
};
