/**
 * Photos out of the ways a browser hands over files: inputs, folders, drops, the clipboard.
 * Paths are relative to the chosen folder.
 */
import { PHOTO_NAME } from '../../core/image/photoNames.ts';
import type { ChosenPhoto } from './batchContract.ts';

export interface Chosen {
  readonly photos: readonly ChosenPhoto[];
  /** Files of a folder that are no photos by their name. */
  readonly skipped: number;
  /** Paths of dropped files and folders that the browser could not open. */
  readonly unopened: readonly string[];
}

/**
 * Files from an `<input type=file>`. Files chosen one by one are all taken, so that a wrong one
 * gets its error; out of a folder only what is named like a photo.
 */
export function fromInput(files: Iterable<File>): Chosen {
  return photosOf(
    Array.from(files, (file) => {
      const inFolder = Boolean(file.webkitRelativePath); // '' for files, missing on old iOS
      return { file, path: inFolder ? withoutTop(file.webkitRelativePath) : file.name, inFolder };
    }),
  );
}

/** Files and folders of a drop. Must be called within the event: the browser empties it afterwards. */
export async function fromDrop(transfer: DataTransfer): Promise<Chosen> {
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry?.() ?? null);
  if (entries.every((entry) => entry === null)) return fromInput(transfer.files);
  const unopened: string[] = [];
  const found = await Promise.all(
    entries.map((entry) => (entry === null ? [] : filesUnder(entry, entry.isDirectory, unopened))),
  );
  return photosOf(found.flat(), unopened);
}

interface FoundFile extends ChosenPhoto {
  readonly inFolder: boolean;
}

function photosOf(all: readonly FoundFile[], unopened: readonly string[] = []): Chosen {
  const photos = all.filter(({ path, inFolder }) => !inFolder || namedLikePhoto(path));
  return {
    photos: photos.map(({ file, path }) => ({ file, path })),
    skipped: all.length - photos.length,
    unopened,
  };
}

export function namedLikePhoto(path: string): boolean {
  const hidden = path.split('/').some((part) => part.startsWith('.'));
  return !hidden && PHOTO_NAME.test(path);
}

/** `holiday/day 1/car.jpg` → `day 1/car.jpg`. */
function withoutTop(path: string): string {
  return path.slice(path.indexOf('/') + 1);
}

/** All files of an entry; paths of those that do not open are added to `unopened`. */
async function filesUnder(
  entry: FileSystemEntry,
  inFolder: boolean,
  unopened: string[],
): Promise<FoundFile[]> {
  if (isFile(entry)) {
    const file = await new Promise<File | null>((resolve) => {
      entry.file(resolve, () => resolve(null));
    });
    if (file === null) {
      unopened.push(entry.fullPath.slice(1));
      return [];
    }
    const path = inFolder ? withoutTop(entry.fullPath.slice(1)) : file.name;
    return [{ file, path, inFolder }];
  }
  const children = await childrenOf(entry as FileSystemDirectoryEntry);
  if (children === null) {
    unopened.push(entry.fullPath.slice(1));
    return [];
  }
  children.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
  const files: FoundFile[] = [];
  for (const child of children) files.push(...(await filesUnder(child, inFolder, unopened)));
  return files;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

/**
 * What lies in a folder; null when it cannot be read. `readEntries` gives at most 100 at a time
 * (Chromium), so it is asked until nothing comes.
 */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[] | null> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[] | null>((resolve) => {
      reader.readEntries(resolve, () => resolve(null));
    });
    if (some === null) return null;
    if (some.length === 0) return all;
    all.push(...some);
  }
}
