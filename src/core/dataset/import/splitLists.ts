/** Which split a photo belongs to: by lists of photos (Darknet, VOC's ImageSets), else by its folders. */
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

/** The photos a list names, and the split it is of; null when the file is no such list. */
export function readSplitList({ path, text }: SourceFile): {
  readonly split: Split;
  readonly photos: readonly string[];
} | null {
  const split = splitNamed(stemOf(baseName(path)));
  if (!split || !/\.(txt|lst)$/i.test(path)) return null;
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
  const inSets = /(^|\/)imagesets\//i.test(path);
  const isName = (line: string) => /\.(jpe?g|jfif|png|webp|avif|gif|hei[cf]|bmp)$/i.test(line);
  if (!lines.every((line) => (inSets ? /^\S+(\s+-?1)?$/.test(line) : isName(line)))) return null;
  return { split, photos: lines.map((line) => line.replace(/\s+-?1$/, '')) };
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
