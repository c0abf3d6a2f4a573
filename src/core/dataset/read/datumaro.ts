/** Datumaro's own JSON: one file a subset, images in `images/<subset>/`. */

import { baseName, stemOf } from '../import/paths.ts';
import { splitOfName } from '../import/splitLists.ts';
import {
  aroundRotated,
  boundsOf,
  type SaidObject,
  sizeOf,
  statement,
  withArea,
} from '../import/statement.ts';
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
  rowsOf,
  textOf,
} from './reader.ts';

const FORMAT = 'datumaro';
/** Kinds that are about the whole image, or say nothing of where a plate is. */
const PLACELESS = new Set(['label', 'caption']);

export const readDatumaro: JsonReader = (json, path, { classes }) => {
  const given = loose(json);
  const categories = loose(given.categories);
  if (!Array.isArray(given.items) || given.images !== undefined) return null;
  const names = rowsOf(loose(categories.label).labels).map(({ name }) => String(name ?? ''));
  classes.declare(classOf(FORMAT, path, '').scope, names);
  return rowsOf(given.items).map((item) => {
    const media = loose(item.image ?? item.media);
    const [height, width] = listOf(media.size);
    const name = textOf(media.path) ?? textOf(item.id);
    const subset = stemOf(baseName(path));
    return statement({
      from: path,
      format: FORMAT,
      scope: classOf(FORMAT, path, '').scope,
      image: name && `images/${subset}/${name.replace(/^images\//, '')}`,
      original: textOf(loose(item.attr).original_name),
      split: splitOfName(path),
      frame: sizeOf(width, height),
      objects: rowsOf(item.annotations)
        .filter(({ type }) => !PLACELESS.has(String(type)))
        .map((annotation) => readAnnotation(annotation, names, path)),
      whole: !rowsOf(item.annotations).some(({ type }) => PLACELESS.has(String(type))),
    });
  });
};

function readAnnotation(annotation: Loose, names: readonly string[], path: string): SaidObject {
  const index = numberOf(annotation.label_id);
  const name = names[index] ?? `#${Number.isInteger(index) ? index : 0}`;
  const attributes = loose(annotation.attributes);
  return objectOf(
    {
      box: boxOf(annotation),
      class: classOf(FORMAT, path, name),
      confidence: confidenceOf(attributes.score),
    },
    attributes,
  );
}

function boxOf({ type, bbox, points }: Loose) {
  const [x = Number.NaN, y = Number.NaN, w = Number.NaN, h = Number.NaN, angle = 0] =
    listOf(bbox).map(numberOf);
  if (type === 'rotated_bbox') {
    return aroundRotated({ x: x - w / 2, y: y - h / 2, width: w, height: h }, angle, [x, y]);
  }
  if (Array.isArray(bbox)) return withArea({ x, y, width: w, height: h });
  return boundsOf(pairs(listOf(points)));
}
