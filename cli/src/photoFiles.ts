/** The photos under the given paths, by the app's rules for folders. */

import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { PHOTO_NAME } from '../../src/core/image/photoNames.ts';
import { UsageError } from './usage.ts';

export interface PhotoFile {
  /** Where it is. */
  readonly at: string;
  /** Path inside the given folder with slashes, or the name: what results call it. */
  readonly path: string;
  readonly bytes: number;
  /** When it was last changed, milliseconds since 1970. */
  readonly modified: number;
}

/**
 * Files are taken as they are, so that a wrong one gets its error; out of folders only what is named
 * like a photo and not hidden. With several folders each path begins with its folder's name. Sorted
 * by path, the same on every machine. @throws UsageError for a path that is not there
 */
export async function photoFiles(inputs: readonly string[]): Promise<PhotoFile[]> {
  const found: PhotoFile[] = [];
  const folders = (await Promise.all(inputs.map(isFolder))).filter(Boolean).length;
  for (const input of inputs) {
    if (!(await isFolder(input))) {
      found.push(await fileAt(input, basename(input)));
      continue;
    }
    const prefix = folders > 1 ? `${basename(resolve(input))}/` : '';
    for (const path of await pathsUnder(input, '')) {
      found.push(await fileAt(join(input, path), `${prefix}${path}`));
    }
  }
  found.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const twice = found.find((file, i) => i > 0 && found[i - 1]?.path === file.path);
  if (twice) throw new UsageError(`Two of the given photos are both called ${twice.path}.`);
  return found;
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    throw new UsageError(`${path}: there is no such file or folder.`);
  }
}

async function pathsUnder(root: string, inside: string): Promise<string[]> {
  const entries = await readdir(join(root, inside), { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await pathsUnder(root, path)));
    else if (PHOTO_NAME.test(entry.name)) found.push(path);
  }
  return found;
}

async function fileAt(at: string, path: string): Promise<PhotoFile> {
  const { size, mtimeMs } = await stat(at);
  return { at, path, bytes: size, modified: Math.floor(mtimeMs) };
}
