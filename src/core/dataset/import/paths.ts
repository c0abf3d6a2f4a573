/** Paths as all systems and tools write them. */

/** Folders that tell photos and labels apart and say nothing else. */
const ROLE =
  /^(images?|imgs?|img_?data|jpegimages|photos?|pics?|pictures|frames|obj_\w+_data|labels?|labeltxt|annotations?|anns?|ann|voc|xmls?|txts?|json|gt|ground_?truth|bboxes|boxes|data|obj)$/i;
const SPLIT = /^(train|val|valid|validation|test|testing|training)\d*$/i;

export const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1);
export const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1);
/** Without what stands behind the last dot. */
export const stemOf = (path: string) => path.replace(/\.\w+$/, '');

/** Composed, in lower case: the same name from a Mac, from Windows and from a JSON. */
export const folded = (path: string) => path.normalize('NFC').toLowerCase();

/**
 * A photo's name as a file gives it, as a path: backslashes, drives, addresses, `%20`, `?d=`, `./`.
 * Several where that is a matter of taste, the most literal first.
 */
export function asPaths(name: string): string[] {
  const slashed = name.trim().replaceAll('\\', '/');
  const query = /[?&]d=([^&]+)/.exec(slashed)?.[1];
  const paths = [slashed, query ?? slashed.replace(/^(\w{2,}:\/\/[^?#]*)[?#].*$/, '$1')];
  const all = paths.flatMap((path) => [
    path,
    decoded(path),
    ...(path.includes('://') ? [decoded(path.replaceAll('+', ' '))] : []),
  ]);
  return [...new Set(all.map(tidy))].filter((path) => path !== '');
}

function decoded(path: string): string {
  try {
    return path.includes('%') ? decodeURIComponent(path) : path;
  } catch {
    return path;
  }
}

/** Without drive, host, leading slashes, `./` and `..`. */
function tidy(path: string): string {
  const bare = path.replace(/^\w{2,}:\/\/(?:[^/]*\/)?/, '').replace(/^[a-z]:/i, '');
  const kept: string[] = [];
  for (const part of bare.split('/')) {
    if (part === '..') kept.pop();
    else if (part !== '' && part !== '.') kept.push(part);
  }
  return kept.join('/');
}

/** A path without the folders that only tell photos from labels: equal for a photo and its label. */
export function pairKey(path: string): string {
  const parts = folded(path).split('/');
  const folders = parts.slice(0, -1).filter((part) => !ROLE.test(part));
  return [...folders, parts.at(-1) ?? ''].join('/');
}

/** The part of a set a file belongs to: its folder without roles and splits. */
export function partOf(path: string): string {
  const folders = folded(path).split('/').slice(0, -1);
  return folders.filter((part) => !ROLE.test(part) && !SPLIT.test(part)).join('/');
}
