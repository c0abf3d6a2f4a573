/** CVAT for images 1.1: one XML for all images of a task, with attributes. */

import { splitOfName } from '../import/splitLists.ts';
import {
  aroundRotated,
  boundsOf,
  cornersBox,
  ellipseBox,
  type SaidObject,
  type Statement,
  sizeOf,
  statement,
} from '../import/statement.ts';
import { restoreSplit } from '../restore.ts';
import { child, type XmlElement } from '../xml.ts';
import { classOf, numberOf, objectOf, pairs, type ReadContext } from './reader.ts';

const FORMAT = 'CVAT for images';

export function readCvat(
  root: XmlElement,
  path: string,
  { classes, notes }: ReadContext,
): readonly Statement[] | null {
  if (root.name !== 'annotations') return null;
  const images = root.children.filter(({ name }) => name === 'image');
  const tracks = root.children.filter(({ name }) => name === 'track').length;
  if (tracks > 0) {
    notes.add(
      path,
      'A track of a CVAT video task names no photos; export it as "CVAT for images".',
      null,
      tracks,
    );
  }
  const task =
    child(child(root, 'meta'), 'task') ??
    child(child(root, 'meta'), 'project') ??
    child(child(root, 'meta'), 'job');
  const declared =
    child(task, 'labels')?.children.map((label) => child(label, 'name')?.text ?? '') ?? [];
  classes.declare(
    classOf(FORMAT, path, '').scope,
    declared.map((name) => name.trim()),
  );
  return images.map((image) =>
    statement({
      from: path,
      format: FORMAT,
      scope: classOf(FORMAT, path, '').scope,
      image: image.attributes.name ?? null,
      original: image.attributes.original ?? null,
      split:
        restoreSplit(image.attributes.subset?.toLowerCase().replace(/^val.*/, 'val')) ??
        splitOfName(path),
      frame: sizeOf(image.attributes.width, image.attributes.height),
      objects: image.children
        .filter(({ name }) => name !== 'tag')
        .map((shape) => readShape(shape, path)),
      // A tag says something of the photo, and so somebody looked, but not where plates are.
      whole: !image.children.some(({ name }) => name === 'tag'),
    }),
  );
}

function readShape(shape: XmlElement, path: string): SaidObject {
  const attributes = Object.fromEntries(
    shape.children
      .filter(({ name }) => name === 'attribute')
      .map((one) => [one.attributes.name ?? '', one.text.trim()]),
  );
  return objectOf(
    { box: boxOf(shape), class: classOf(FORMAT, path, shape.attributes.label ?? '') },
    attributes,
  );
}

function boxOf({ name, attributes }: XmlElement) {
  const number = (key: string) => numberOf(attributes[key]);
  if (name === 'box') {
    const box = cornersBox(number('xtl'), number('ytl'), number('xbr'), number('ybr'));
    const angle = number('rotation');
    if (!box || !angle) return box;
    return aroundRotated(box, angle, [box.x + box.width / 2, box.y + box.height / 2]);
  }
  if (name === 'ellipse') return ellipseBox(number('cx'), number('cy'), number('rx'), number('ry'));
  if (name === 'mask') {
    const [left, top] = [number('left'), number('top')];
    return cornersBox(left, top, left + number('width'), top + number('height'));
  }
  return boundsOf((attributes.points ?? '').split(';').flatMap((point) => pairs(point.split(','))));
}
