/**
 * Text files beside photos that are no YOLO: UFPR-ALPR and RodoSol, OpenALPR's benchmark, the Open
 * Images toolkit.
 */

import { readText } from '../import/said.ts';
import {
  cornersBox,
  type SourceFile,
  type Statement,
  statement,
  withArea,
} from '../import/statement.ts';
import { classOf, objectOf, type ReadContext } from './reader.ts';
import { isUfpr, readUfpr } from './ufpr.ts';

type TextReader = (file: SourceFile, context: ReadContext) => Statement | null;

/** Whichever of them it is; null for all else. */
export function readPlainText(file: SourceFile, context: ReadContext): Statement | null {
  for (const read of [readUfprFile, readOpenAlpr, readToolkit]) {
    const found = read(file, context);
    if (found) return found;
  }
  return null;
}

const readUfprFile: TextReader = ({ path, text }, { notes }) => {
  if (!isUfpr(text)) return null;
  const plate = readUfpr(text, path, notes);
  const objects = plate
    ? [objectOf({ box: plate.box, class: null, ...readText(plate.raw), rows: plate.rows })]
    : [];
  const leftOut = plate ? 0 : 1;
  return statement({
    from: path,
    format: 'UFPR-ALPR',
    beside: true,
    objects,
    leftOut,
    whole: false,
  });
};

/** `photo  x  y  width  height  text` with tabs, as in github.com/openalpr/benchmarks. */
const readOpenAlpr: TextReader = ({ path, text }) => {
  const rows = text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('\t').map((cell) => cell.trim()));
  const objects = rows.map((cells) => {
    const [x, y, width, height] = cells
      .slice(1, 5)
      .map((cell) => (cell === '' ? Number.NaN : Number(cell)));
    const isRow = cells.length === 6 && /\.\w{3,4}$/.test(cells[0] ?? '');
    const box = isRow
      ? withArea({
          x: x as number,
          y: y as number,
          width: width as number,
          height: height as number,
        })
      : null;
    return box && objectOf({ box, class: null, ...readText(cells[5]) });
  });
  if (rows.length === 0 || objects.some((object) => object === null)) return null;
  return statement({
    from: path,
    format: 'OpenALPR benchmark',
    image: rows[0]?.[0] ?? null,
    beside: true,
    objects: objects.filter((object) => object !== null),
  });
};

/** `Vehicle registration plate x1 y1 x2 y2` in pixels, as the Open Images toolkit writes it. */
const readToolkit: TextReader = ({ path, text }) => {
  const rows = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const objects = rows.map((row) => {
    const parts = row.trim().split(/\s+/);
    const [x1 = Number.NaN, y1 = Number.NaN, x2 = Number.NaN, y2 = Number.NaN] = parts
      .slice(-4)
      .map(Number);
    const name = parts.slice(0, -4).join(' ');
    const box =
      /^\p{L}[\p{L} ]+$/u.test(name) && Math.max(x2, y2) > 1 ? cornersBox(x1, y1, x2, y2) : null;
    return box && objectOf({ box, class: classOf('Open Images toolkit', path, name) });
  });
  if (rows.length === 0 || objects.some((object) => object === null)) return null;
  return statement({
    from: path,
    format: 'Open Images toolkit',
    beside: true,
    objects: objects.filter((object) => object !== null),
    whole: false, // it holds the classes somebody downloaded
  });
};
