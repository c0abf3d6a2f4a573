/** Pascal VOC as labelImg, CVAT, datumaro, Roboflow and people write it, and MIT LabelMe's XML. */
import {
  aroundRotated,
  boundsOf,
  cornersBox,
  type SaidObject,
  type Statement,
  sizeOf,
  statement,
} from '../import/statement.ts';
import { child, type XmlElement } from '../xml.ts';
import { classOf, type Loose, numberOf, objectOf, type ReadContext } from './reader.ts';

const FORMAT = 'Pascal VOC';

/** Elements of an object that are not about its text. */
const GEOMETRY = new Set([
  'name',
  'bndbox',
  'robndbox',
  'polygon',
  'segm',
  'part',
  'pose',
  'attributes',
  'type',
]);

/** Reads one annotation file; null for XML of another kind. */
export function readVoc(
  root: XmlElement,
  path: string,
  { notes }: ReadContext,
): readonly Statement[] | null {
  if (root.name !== 'annotation') return null;
  const objects = root.children.filter(
    (one) => one.name === 'object' && child(one, 'deleted')?.text.trim() !== '1',
  );
  const size = child(root, 'size') ?? child(root, 'imagesize');
  const said = (name: string) => child(size, name)?.text;
  const unnamed = objects.filter((object) => child(object, 'name') === undefined).length;
  if (unnamed > 0) notes.add(path, 'An object has no class; it is left out.', null, unnamed);
  return [
    statement({
      from: path,
      format: FORMAT,
      image: child(root, 'filename')?.text.trim() || null,
      beside: true,
      original: child(child(root, 'source'), 'original')?.text || null,
      frame: sizeOf(said('width') ?? said('ncols'), said('height') ?? said('nrows')),
      objects: objects.filter((o) => child(o, 'name')).map((object) => readObject(object, path)),
      leftOut: unnamed,
    }),
  ];
}

function readObject(object: XmlElement, path: string): SaidObject {
  const own = object.children.filter(
    ({ name, children }) => !GEOMETRY.has(name) && children.length === 0,
  );
  const attributes: Loose = {
    ...Object.fromEntries(own.map(({ name, text }) => [name, text])),
    ...attributesOf(child(object, 'attributes')),
  };
  const name = child(object, 'name')?.text ?? '';
  return objectOf({ box: boxOf(object), class: classOf(FORMAT, path, name) }, attributes);
}

/** `<attribute><name>…</name><value>…</value>` of CVAT and datumaro; LabelMe writes `a=b, c` as text. */
function attributesOf(element: XmlElement | undefined): Loose {
  if (!element) return {};
  const listed = element.children.filter(({ name }) => name === 'attribute');
  if (listed.length > 0) {
    return Object.fromEntries(
      listed.map((one) => [child(one, 'name')?.text.trim() ?? '', child(one, 'value')?.text ?? '']),
    );
  }
  const named = element.text.split(',').map((part) => part.split('='));
  return Object.fromEntries(
    named.flatMap(([key, value]) => (value ? [[key?.trim(), value.trim()]] : [])),
  );
}

function boxOf(object: XmlElement) {
  const bounds = child(object, 'bndbox');
  const number = (element: XmlElement | undefined, name: string) =>
    numberOf(child(element, name)?.text.trim().replace(',', '.'));
  if (bounds) {
    const [x1, y1, x2, y2] = ['xmin', 'ymin', 'xmax', 'ymax'].map((name) => number(bounds, name));
    return cornersBox(x1 as number, y1 as number, x2 as number, y2 as number);
  }
  const rotated = child(object, 'robndbox');
  if (rotated) {
    const [cx = 0, cy = 0, w = 0, h = 0, angle = 0] = ['cx', 'cy', 'w', 'h', 'angle'].map((name) =>
      number(rotated, name),
    );
    const box = { x: cx - w / 2, y: cy - h / 2, width: w, height: h };
    return aroundRotated(box, (angle * 180) / Math.PI, [cx, cy]);
  }
  const polygon = child(object, 'polygon') ?? child(object, 'segm');
  const points = polygon?.children.filter(({ name }) => name === 'pt') ?? [];
  if (points.length > 0) return boundsOf(points.map((pt) => [number(pt, 'x'), number(pt, 'y')]));
  // Roboflow: <polygon><x1>…</x1><y1>…
  const flat = Array.from({ length: (polygon?.children.length ?? 0) >> 1 }, (_, i) => i + 1);
  return boundsOf(flat.map((i) => [number(polygon, `x${i}`), number(polygon, `y${i}`)]));
}
