/**
 * Lists of class names: any YAML with `names`, `classes.txt`, `obj.names`, `notes.json`. Each governs
 * its own folder and what is below; where none lies above a label file, the only one of the set does.
 */
import { parse as parseYaml } from 'yaml';
import { baseName, folderOf } from './paths.ts';
import type { SourceFile } from './statement.ts';

export interface ClassNames {
  /** Path of the list. */
  readonly from: string;
  /** By index; a hole where it names none. */
  readonly names: readonly (string | undefined)[];
  /** Keypoints behind each box: how many, with how many numbers each. */
  readonly keypoints: readonly [number, 2 | 3] | null;
}

type Loose = Readonly<Record<string, unknown>>;
const loose = (value: unknown): Loose =>
  typeof value === 'object' && value !== null ? (value as Loose) : {};

const LIST =
  /^(classes|class_?names|labels|obj|names|predefined_classes|_darknet|darknet)(\.(txt|names|labels))$/i;

/** Whether a file could be a list of class names by its name. */
export function mayNameClasses(path: string): boolean {
  const name = baseName(path);
  return (
    /\.ya?ml$/i.test(name) || LIST.test(name) || /\.names$/i.test(name) || name === 'notes.json'
  );
}

/** Reads a list; null for a file that is none. @throws YAMLParseError for broken YAML */
export function readClassNames({ path, text }: SourceFile): ClassNames | null {
  if (/\.ya?ml$/i.test(path)) return fromYaml(path, text);
  if (/\.json$/i.test(path)) return fromNotes(path, text);
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  while (lines.at(-1) === '') lines.pop();
  // A photo named `classes.jpg` may have a label file `classes.txt`.
  const isLabels = lines.length > 0 && lines.every((line) => /^\d+(\s+[\d.]+){4,}$/.test(line));
  return isLabels || lines.length === 0 ? null : { from: path, names: lines, keypoints: null };
}

function fromYaml(path: string, text: string): ClassNames | null {
  // `names:` with a list not indented below it, tabs and duplicate keys are what people write too.
  const document = loose(parseYaml(text, { uniqueKeys: false, logLevel: 'silent' }));
  const names = namesOf(document.names);
  if (!names) return null;
  const shape = Array.isArray(document.kpt_shape) ? document.kpt_shape.map(Number) : [];
  const [count = 0, each] = shape;
  const keypoints = count > 0 && (each === 2 || each === 3) ? ([count, each] as const) : null;
  return { from: path, names, keypoints };
}

function namesOf(value: unknown): (string | undefined)[] | null {
  if (Array.isArray(value)) return value.map((name) => String(name));
  if (typeof value === 'string') return value.split(/[,\n]/).map((name) => name.trim());
  if (typeof value !== 'object' || value === null) return null;
  const names: (string | undefined)[] = [];
  for (const [key, name] of Object.entries(value)) {
    const index = Number(key);
    if (!Number.isInteger(index) || index < 0 || index > 10_000) return null;
    names[index] = String(name);
  }
  return Array.from(names);
}

/** Label Studio's `notes.json`: categories with ids. */
function fromNotes(path: string, text: string): ClassNames | null {
  const { categories } = loose(JSON.parse(text));
  if (!Array.isArray(categories)) return null;
  const names: (string | undefined)[] = [];
  for (const category of categories) {
    const { id, name } = loose(category);
    if (Number.isInteger(id) && (id as number) >= 0 && (id as number) <= 10_000) {
      names[id as number] = String(name);
    }
  }
  return { from: path, names: Array.from(names), keypoints: null };
}

/** The list that governs a label file: the nearest above it, else the only one there is. */
export function governing(lists: readonly ClassNames[], path: string): ClassNames | null {
  const above = lists.filter(({ from }) => path.startsWith(folderOf(from)));
  const depth = ({ from }: ClassNames) => folderOf(from).length;
  const nearest = Math.max(-1, ...above.map(depth));
  const found = above.filter((list) => depth(list) === nearest);
  if (found.length > 0) return merged(found);
  const spoken = new Set(lists.map(({ names }) => JSON.stringify(names)));
  return spoken.size === 1 ? (lists[0] ?? null) : null;
}

/** Several lists in one folder: the longest names, keypoints from whichever says them. */
function merged(lists: readonly ClassNames[]): ClassNames {
  const [longest] = [...lists].sort((a, b) => b.names.length - a.names.length);
  const keypoints = lists.find((list) => list.keypoints)?.keypoints ?? null;
  return { ...(longest as ClassNames), keypoints };
}
