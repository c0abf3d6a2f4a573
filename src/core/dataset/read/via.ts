/** VGG Image Annotator: its JSON (annotations or a whole project) and its CSV. */

import type { CsvRow } from '../csv.ts';
import {
  boundsOf,
  ellipseBox,
  type SaidObject,
  type Statement,
  statement,
  withArea,
} from '../import/statement.ts';
import {
  classOf,
  type JsonReader,
  type Loose,
  listOf,
  loose,
  numberOf,
  objectOf,
  type ReadContext,
  rowsOf,
  textOf,
} from './reader.ts';

const FORMAT = 'VIA';
const CLASS_KEYS = ['class', 'label', 'type', 'name', 'object', 'category'];

export const readVia: JsonReader = (json, path) => {
  const whole = loose(json);
  const images = Object.values(loose(whole._via_img_metadata ?? whole)).map(loose);
  if (images.length === 0 || !images.every((image) => 'filename' in image && 'regions' in image))
    return null;
  return images.map((image) =>
    statement({
      from: path,
      format: FORMAT,
      image: textOf(image.filename),
      // Version 1 numbers its regions by keys.
      objects: rowsOf(
        Array.isArray(image.regions) ? image.regions : Object.values(loose(image.regions)),
      ).map((region) =>
        readRegion(loose(region.shape_attributes), loose(region.region_attributes), path),
      ),
    }),
  );
};

/** Rows of VIA's CSV, whose attributes are JSON in cells; null for another table. */
export function readViaTable(
  [header, ...rows]: readonly CsvRow[],
  path: string,
  { notes }: ReadContext,
): Statement[] | null {
  const names = header?.cells.map((name) => name.trim().replace(/^#/, '')) ?? [];
  if (!names.includes('region_shape_attributes') || !names.includes('filename')) return null;
  const images = new Map<string, { objects: SaidObject[]; leftOut: number }>();
  for (const { cells, line } of rows) {
    const cell = (name: string) => cells[names.indexOf(name)] ?? '';
    const image = images.get(cell('filename')) ?? { objects: [], leftOut: 0 };
    images.set(cell('filename'), image);
    try {
      const shape = loose(JSON.parse(cell('region_shape_attributes') || '{}'));
      if (Object.keys(shape).length === 0) continue; // a photo without regions has one such row
      image.objects.push(
        readRegion(shape, loose(JSON.parse(cell('region_attributes') || '{}')), path),
      );
    } catch {
      image.leftOut += 1;
      notes.add(path, 'A region of the table is no JSON; it is left out.', line);
    }
  }
  return [...images].map(([image, said]) =>
    statement({ from: path, format: FORMAT, image, ...said }),
  );
}

function readRegion(shape: Loose, attributes: Loose, path: string): SaidObject {
  const key = Object.keys(attributes).find((name) => CLASS_KEYS.includes(name.toLowerCase()));
  const given = key === undefined ? '' : attributes[key];
  // A checkbox is `{plate: true}`, a list `plate`.
  const name = typeof given === 'object' ? Object.keys(loose(given))[0] : given;
  return objectOf(
    { box: boxOf(shape), class: classOf(FORMAT, path, String(name ?? '')) },
    attributes,
  );
}

function boxOf(shape: Loose) {
  const number = (key: string) => numberOf(shape[key]);
  if (shape.name === 'rect') {
    return withArea({
      x: number('x'),
      y: number('y'),
      width: number('width'),
      height: number('height'),
    });
  }
  if (shape.name === 'ellipse' || shape.name === 'circle') {
    const [rx, ry] = shape.name === 'circle' ? ['r', 'r'] : ['rx', 'ry'];
    return ellipseBox(number('cx'), number('cy'), number(rx), number(ry));
  }
  const [xs, ys] = [listOf(shape.all_points_x), listOf(shape.all_points_y)];
  return boundsOf(xs.map((x, i) => [numberOf(x), numberOf(ys[i])]));
}
