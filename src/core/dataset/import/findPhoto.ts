/** Finding the photo that a file speaks of, however the tool wrote its name and whatever moved since. */
import { asPaths, baseName, folded, folderOf, pairKey, stemOf } from './paths.ts';
import { splitOfFolders, splitOfName } from './splitLists.ts';

/** What labelling tools put before the name of an uploaded photo. */
const UPLOAD_PREFIX = /^[0-9a-f]{8}-/;

export class PhotoIndex {
  private readonly paths: ReadonlySet<string>;
  private readonly byPath = new Map<string, string[]>();
  private readonly byPair = new Map<string, string[]>();
  private readonly byName = new Map<string, string[]>();

  constructor(paths: readonly string[]) {
    this.paths = new Set(paths);
    for (const path of paths) {
      put(this.byPath, folded(path), path);
      put(this.byPair, stemOf(pairKey(path)), path);
      put(this.byPair, pairKey(path), path); // `a.jpg.json` beside `a.jpg`
      const name = folded(baseName(path));
      put(this.byName, name, path);
      put(this.byName, stemOf(name), path);
    }
  }

  /** The photo a file names. @param from path of that file */
  named(name: string, from: string): string | null {
    for (const path of asPaths(name)) {
      const found = this.at(path, from) ?? this.ending(path, from);
      if (found) return found;
    }
    return null;
  }

  /** The photo of the same name as a file, beside it or in the folder that mirrors the file's. */
  beside(from: string): string | null {
    const stem = stemOf(from);
    const all = this.byPair.get(pairKey(stem)) ?? [];
    const exact = all.filter((path) => stemOf(baseName(path)) === baseName(stem));
    const near = exact.length > 0 ? exact : all;
    const inFolder = near.filter((path) => folded(folderOf(path)) === folded(folderOf(from)));
    const found = only(inFolder) ?? only(near);
    if (found) return found;
    if (near.length > 0) return null; // two of that name as near as each other
    // In a folder of any name, where no other photo is called so.
    return only(this.byName.get(folded(baseName(stem))) ?? []);
  }

  private at(path: string, from: string): string | null {
    const near = folderOf(from);
    const places = [`${near}${path}`, `${near}images/${path}`, path, `images/${path}`];
    for (const place of places) {
      // Names may differ in nothing but case.
      const found = this.paths.has(place) ? place : only(this.byPath.get(folded(place)) ?? []);
      if (found && this.isTheOne(found, path, from)) return found;
    }
    return null;
  }

  /** A bare name that other folders have too is no proof. */
  private isTheOne(found: string, path: string, from: string): boolean {
    const near = folderOf(from);
    return path.includes('/') || folderOf(found) === near || this.ofName(path).length === 1;
  }

  /** By as much of the end of the path as is unique; of several the one whose folders fit the file. */
  private ending(path: string, from: string): string | null {
    const parts = folded(path).split('/');
    for (let skip = 0; skip < parts.length; skip++) {
      const end = parts.slice(skip).join('/');
      const named = this.ofName(end).filter((p) => `/${folded(p)}`.endsWith(`/${end}`));
      const stems = this.ofName(end).filter((p) =>
        `/${stemOf(folded(p))}`.endsWith(`/${stemOf(end)}`),
      );
      const found =
        only(named) ?? fitting(named, from) ?? (named.length === 0 ? only(stems) : null);
      if (found) return found;
      if (named.length === 0 && stems.length > 1) {
        const fit = fitting(stems, from);
        if (fit) return fit;
      }
    }
    const bare = (parts.at(-1) ?? '').replace(UPLOAD_PREFIX, '');
    return only(this.byName.get(bare) ?? []);
  }

  private ofName(path: string): readonly string[] {
    const name = folded(baseName(path));
    return this.byName.get(name) ?? this.byName.get(stemOf(name)) ?? [];
  }
}

const only = (paths: readonly string[]): string | null =>
  paths.length === 1 ? (paths[0] as string) : null;

function put(map: Map<string, string[]>, key: string, path: string): void {
  const list = map.get(key);
  if (!list) map.set(key, [path]);
  else if (!list.includes(path)) list.push(path);
}

/** The only one in the file's split (`instances_Train.json`), or else in its own folder. */
function fitting(paths: readonly string[], from: string): string | null {
  if (paths.length < 2) return null;
  const words = folded(stemOf(baseName(from))).split(/[^a-z0-9]+/);
  const byWord = paths.filter((path) =>
    folded(path)
      .split('/')
      .slice(0, -1)
      .some((p) => words.includes(p)),
  );
  const split = splitOfName(from) ?? splitOfFolders(from);
  const bySplit = split ? paths.filter((path) => splitOfFolders(path) === split) : [];
  const beside = paths.filter(
    (path) => folderOf(path).startsWith(folderOf(from)) && folderOf(from) !== '',
  );
  return only(byWord) ?? only(bySplit) ?? only(beside);
}
