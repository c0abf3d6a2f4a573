/** Which split a photo belongs to: by lists of photos (Darknet, VOC's ImageSets), else by its folders. */
import { PHOTO_EXTENSIONS } from '../../image/photoNames.ts';
import { restoreSplit } from '../restore.ts';
import { strictest } from '../splits.ts';
import type { Split } from '../types.ts';
import { baseName, folded, stemOf } from './paths.ts';
import type { SourceFile } from './statement.ts';

const NAMED = /^(train|training|val|valid|validation|test|testing)\d*$/i;

function splitNamed(name: string): Split | null {
  if (!NAMED.test(name)) return null;
  return restoreSplit(name.toLowerCase().replace(/^(val|train|test).*$/, '$1'));
}

/** The split that a path's folders name; the last one counts. */
export function splitOfFolders(path: string): Split | null {
  const named = path
    .split('/')
    .slice(0, -1)
    .flatMap((part) => splitNamed(part) ?? []);
  return named.at(-1) ?? null;
}

/** The split in a file's own name: `instances_train.json`, `val.json`. */
export function splitOfName(path: string): Split | null {
  const words = stemOf(baseName(path)).split(/[^A-Za-z0-9]+/);
  return words.flatMap((word) => splitNamed(word) ?? []).at(-1) ?? null;
}

/** Photos of one split, as a list names them. */
export interface SplitList {
  /** Path of the list. */
  readonly from: string;
  readonly split: Split;
  readonly photos: readonly string[];
}

/** Folders of lists, where names stand without their extension. */
const LISTS = /(^|\/)(imagesets|splits?|partitions?)\//i;
const PHOTO = new RegExp(`\\.(${PHOTO_EXTENSIONS}|bmp)$`, 'i');

/** The lists in a file; null when it is no list. */
export function readSplitLists({ path, text }: SourceFile): readonly SplitList[] | null {
  if (!/\.(txt|lst)$/i.test(path)) return null;
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
  const name = stemOf(baseName(path));
  if (/^splits?$/i.test(name)) return tableOfSplits(path, lines);
  const split = splitNamed(name);
  if (!split) return null;
  const isName = LISTS.test(path)
    ? (line: string) => /^\S+(\s+-?1)?$/.test(line)
    : (line: string) => PHOTO.test(line);
  if (!lines.every(isName)) return null;
  return [{ from: path, split, photos: lines.map((line) => line.replace(/\s+-?1$/, '')) }];
}

/** RodoSol-ALPR's `split.txt`: a photo and its split in each line. */
function tableOfSplits(from: string, lines: readonly string[]): SplitList[] | null {
  const rows = lines.map((line) => {
    const [, photo = '', named = ''] = /^(.+?)\s*[;,\t]\s*(\w+)$/.exec(line) ?? [];
    const split = splitNamed(named);
    return split && PHOTO.test(photo) ? { from, split, photos: [photo] } : null;
  });
  const known = rows.filter((row) => row !== null);
  return known.length > 0 && known.length === rows.length ? known : null;
}

/** Splits by photo: of several lists the strictest counts, so that test stays test. */
export class SplitLists {
  private readonly byPhoto = new Map<string, Split>();

  add(photo: string, split: Split): void {
    const key = folded(photo);
    const known = this.byPhoto.get(key);
    this.byPhoto.set(key, known ? strictest([known, split]) : split);
  }

  of(photo: string): Split | null {
    return this.byPhoto.get(folded(photo)) ?? null;
  }
}
