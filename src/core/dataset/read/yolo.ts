/** YOLO: a text file for each photo, a line `class xc yc w h` for each box, in shares of the photo. */
import type { ClassNames } from '../import/classNames.ts';
import { governing } from '../import/classNames.ts';
import { folderOf, partOf } from '../import/paths.ts';
import {
  boundsOf,
  type SaidObject,
  type SourceFile,
  type Statement,
  statement,
  withArea,
} from '../import/statement.ts';
import { objectOf, pairs, type ReadContext } from './reader.ts';
import { type Layout, layoutOf } from './yoloColumns.ts';

const FORMAT = 'YOLO';

interface Line {
  readonly class: string;
  readonly numbers: readonly number[];
}

interface YoloFile {
  readonly path: string;
  readonly lines: readonly Line[];
  readonly list: ClassNames | null;
}

export const YOLO_PROBLEMS = {
  line: 'A line is no YOLO label; its photo is not taken as completely labelled.',
  outside:
    'Boxes are in pixels or percent instead of shares of the photo (0 to 1); they are left out.',
  columns: 'It cannot be told what the numbers behind the box mean; the lines are left out.',
  empty: 'An empty text file says nothing by itself; its photo stays unlabelled.',
} as const;

/** The lines of a text file as numbers; null when none of them could be YOLO. */
function linesOf(text: string): (Line | null)[] | null {
  const raw = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
  const lines = raw.map(readLine);
  return raw.length > 0 && lines.every((line) => line === null) ? null : lines;
}

/** Numbers with points; or with decimal commas; or parted by commas or semicolons. */
function readLine(raw: string): Line | null {
  const spaced = raw.split(/\s+/);
  const isDecimalComma =
    spaced.length >= 5 && spaced.slice(1).some((part) => /^-?\d+,\d+$/.test(part));
  const parts = isDecimalComma
    ? spaced.map((part) => part.replace(',', '.'))
    : raw
        .split(spaced.length >= 5 ? /\s+/ : /\s*[,;\t]\s*|\s+/)
        .map((part) => (raw.includes(';') ? part.replace(',', '.') : part));
  const [first = '', ...rest] = parts;
  const numbers = rest.map((part) =>
    /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(part) ? Number(part) : Number.NaN,
  );
  if (numbers.length < 4 || !numbers.every(Number.isFinite)) return null;
  if (/^\d+(\.0*)?$/.test(first)) return { class: `#${Number.parseInt(first, 10)}`, numbers };
  // A name instead of a number; KITTI and others have more columns behind it.
  const isName = /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(first) && numbers.length === 4;
  return isName && numbers.every((n) => n >= 0 && n <= 1) ? { class: first, numbers } : null;
}

/**
 * Reads all text files of a set that could be YOLO.
 * @returns statements, and the paths of those that are something else
 */
export function readYolo(
  files: readonly SourceFile[],
  context: ReadContext,
): { readonly statements: Statement[]; readonly others: string[] } {
  const others: string[] = [];
  const taken: { file: YoloFile; leftOut: number }[] = [];
  const empty: SourceFile[] = [];
  for (const file of files) {
    if (file.text.trim() === '') {
      empty.push(file);
      continue;
    }
    const lines = linesOf(file.text);
    if (!lines) {
      others.push(file.path);
      continue;
    }
    const good = lines.filter((line) => line !== null);
    const leftOut = lines.length - good.length;
    if (leftOut > 0) {
      const first = lines.indexOf(null) + 1;
      context.notes.add(file.path, YOLO_PROBLEMS.line, first, leftOut);
    }
    taken.push({
      file: { path: file.path, lines: good, list: governing(context.lists, file.path) },
      leftOut,
    });
  }
  const layouts = layoutsOf(taken.map(({ file }) => file));
  const statements = taken.map(({ file, leftOut }) => readFile(file, leftOut, layouts, context));
  // Beside other labels, or where a list of classes says what these would be, none means no plate.
  const folders = new Set(taken.map(({ file }) => folderOf(file.path)));
  for (const { path } of empty) {
    const isLabel =
      folders.has(folderOf(path)) ||
      /(^|\/)labels?\//i.test(path) ||
      governing(context.lists, path) !== null;
    if (!isLabel) context.notes.add(path, YOLO_PROBLEMS.empty);
    else {
      const scope = governing(context.lists, path)?.from ?? null;
      statements.push(statement({ from: path, format: FORMAT, beside: true, objects: [], scope }));
    }
  }
  for (const list of context.lists) {
    if (statements.some(({ scope }) => scope === list.from))
      context.classes.declare(list.from, list.names);
  }
  return { statements, others };
}

type Layouts = ReadonlyMap<string, Layout | null>;
const layoutKey = ({ path, list }: YoloFile, count: number) =>
  `${list?.from ?? partOf(path)}\n${count}`;

function layoutsOf(files: readonly YoloFile[]): Layouts {
  const groups = new Map<string, { lines: (readonly number[])[]; list: ClassNames | null }>();
  for (const file of files) {
    for (const { numbers } of file.lines) {
      const key = layoutKey(file, numbers.length);
      const group = groups.get(key) ?? { lines: [], list: file.list };
      groups.set(key, group);
      group.lines.push(numbers);
    }
  }
  return new Map(
    [...groups].map(([key, { lines, list }]) => [key, layoutOf(lines, list?.keypoints ?? null)]),
  );
}

function readFile(
  file: YoloFile,
  broken: number,
  layouts: Layouts,
  { notes }: ReadContext,
): Statement {
  const { path, lines, list } = file;
  let leftOut = broken;
  const objects: SaidObject[] = [];
  const scope = list?.from ?? `${FORMAT} ${partOf(path)}`;
  for (const { class: token, numbers } of lines) {
    const layout = layouts.get(layoutKey(file, numbers.length)) ?? null;
    const box = layout && boxOf(numbers, layout);
    const isOutside = numbers.slice(0, 4).some((n) => n < -0.01 || n > 1.01);
    if (!layout || isOutside) {
      leftOut += 1;
      notes.add(path, isOutside ? YOLO_PROBLEMS.outside : YOLO_PROBLEMS.columns);
      continue;
    }
    const name = list?.names[Number(token.slice(1))] ?? token;
    const confidence = layout.confidence
      ? (numbers[numbers.length - (layout.track ? 2 : 1)] ?? null)
      : null;
    objects.push(objectOf({ box, unit: 'share', class: { scope, name }, confidence }));
  }
  return statement({
    from: path,
    format: FORMAT,
    beside: true,
    objects,
    leftOut,
    scope: list?.from ?? null,
  });
}

function boxOf(numbers: readonly number[], { shape, keypoints }: Layout) {
  if (shape === 'polygon') return boundsOf(pairs(numbers.slice(0, 2 * keypoints[0])));
  const [xc = 0, yc = 0, w = 0, h = 0] = numbers;
  return withArea({ x: xc - w / 2, y: yc - h / 2, width: w, height: h });
}
