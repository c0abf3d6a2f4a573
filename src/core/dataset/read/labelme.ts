/** labelme's JSON beside each photo, and X-AnyLabeling's, which adds to it. */
import { isTextName } from '../import/said.ts';
import { boundsOf, type SaidObject, sizeOf, statement } from '../import/statement.ts';
import {
  classOf,
  type JsonReader,
  type Loose,
  listOf,
  loose,
  objectOf,
  pairs,
  rowsOf,
  textOf,
} from './reader.ts';

const FORMAT = 'labelme';
/** Shapes with an area; points and lines have none. */
const SHAPES = new Set(['rectangle', 'polygon', 'rotation', 'quadrilateral', 'mask', '']);

export const readLabelme: JsonReader = (json, path) => {
  const given = loose(json);
  if (!Array.isArray(given.shapes) || !('imagePath' in given || 'imageData' in given)) return null;
  return [
    statement({
      from: path,
      format: FORMAT,
      image: textOf(given.imagePath),
      beside: true,
      frame: sizeOf(given.imageWidth, given.imageHeight),
      objects: rowsOf(given.shapes).map((shape) => readShape(shape, path)),
    }),
  ];
};

function readShape(shape: Loose, path: string): SaidObject {
  const isArea = SHAPES.has(String(shape.shape_type ?? ''));
  const points = isArea ? listOf(shape.points).flatMap((point) => pairs(listOf(point))) : [];
  const description = textOf(shape.description);
  return objectOf(
    { box: boundsOf(points), class: classOf(FORMAT, path, String(shape.label ?? '')) },
    {
      // A description may be any remark; only what looks like a plate's text is one.
      ...(description !== null && (isTextName(description) || /[?*#]/.test(description))
        ? { text: description }
        : {}),
      ...loose(shape.attributes),
      ...loose(shape.flags),
    },
  );
}
