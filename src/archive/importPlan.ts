/**
 * What a folder or zip of photos is: the annotations of every format we know, tied to their photos.
 * Reads the text files only; photos are opened later, one by one.
 */

import { ClassBook } from '../core/dataset/import/classes.ts';
import {
  type ClassNames,
  mayNameClasses,
  readClassNames,
} from '../core/dataset/import/classNames.ts';
import { PhotoIndex } from '../core/dataset/import/findPhoto.ts';
import { Notes } from '../core/dataset/import/notes.ts';
import {
  readSplitLists,
  type SplitList,
  SplitLists,
  splitOfFolders,
} from '../core/dataset/import/splitLists.ts';
import type { SourceFile, Statement } from '../core/dataset/import/statement.ts';
import { MANIFEST_TYPE } from '../core/dataset/manifest.ts';
import { readCcpdName } from '../core/dataset/read/ccpd.ts';
import { type ReadSources, readSources } from '../core/dataset/read/sources.ts';
import type { Split } from '../core/dataset/types.ts';
import { PHOTO_EXTENSIONS } from '../core/image/photoNames.ts';
import { readTextFile } from './importText.ts';
import { ArchiveError } from './job.ts';
import type { InFile } from './zipReader.ts';

/** A photo of an import with all that is said of it. */
export interface PlannedPhoto {
  readonly file: InFile;
  readonly name: string;
  readonly kind: 'photo' | 'crop';
  readonly split: Split | null;
  readonly said: readonly Statement[];
}

export interface ImportPlan {
  readonly formats: readonly string[];
  readonly photos: readonly PlannedPhoto[];
  readonly classes: ClassBook;
  readonly notes: Notes;
}

const IMAGE = new RegExp(`\\.(${PHOTO_EXTENSIONS})$`, 'i');
const TEXT = /\.(txt|xml|json|csv|tsv|ya?ml|names|labels|lst)$/i;
/** What systems leave beside the files of people: thumbnails, `__MACOSX/._…`. */
export const HIDDEN = /(^|\/)(\.|__MACOSX\/)/;
const TABLES = /\.(json|csv|tsv|xml)$/i;
const MAX_TEXT_BYTES = 256 * 1024 ** 2;
const MAX_LABEL_BYTES = 1024 ** 2;
/** Of all annotations together: they are held until their photos are opened. */
const MAX_ANNOTATION_BYTES = 512 * 1024 ** 2;

/** Reads all text files. @throws the signal's reason, ZipError, ArchiveError `limit` */
export async function planImport(all: readonly InFile[], signal: AbortSignal): Promise<ImportPlan> {
  const notes = new Notes();
  const visible = all.filter(({ path }) => !HIDDEN.test(path));
  const isOwn = await isOwnDataset(visible);
  // Crops of a dataset of ours are parts of its photos.
  const hasPhotos = visible.some(({ path }) => path.startsWith('images/'));
  const files = visible.filter(({ path }) => !(isOwn && hasPhotos && path.startsWith('crops/')));
  const photos = files.filter(({ path }) => IMAGE.test(path));
  const sources = await readTexts(files, notes, signal);
  const own = isOwn
    ? sources.find(({ path }) => /^(csv\/)?annotations\.csv$/.test(path))
    : undefined;
  // A dataset of ours says everything in one table; its other formats only repeat it.
  const index = new PhotoIndex(photos.map(({ path }) => path));
  const { lists, splits, rest } = sortOut(own ? [own] : sources, index, notes);
  const classes = new ClassBook();
  const read = readSources(rest, { notes, classes, lists });
  const named = photos.flatMap(({ path }) => readCcpdName(path) ?? []);
  const said = [...read.statements, ...named];
  classes.note(said);
  const byPhoto = tie(said, index, notes);
  const formats = new Set(
    own ? ['Platewheel dataset'] : [...byPhoto.values()].flat().map(({ format }) => format),
  );
  if (byPhoto.size < photos.length) formats.add('photos');
  tellUnclaimed(read, notes);
  const bySplit = placed(splits, index);
  return {
    formats: [...formats],
    photos: photos.map((file) => plannedPhoto(file, byPhoto.get(file.path) ?? [], bySplit)),
    classes,
    notes,
  };
}

async function isOwnDataset(files: readonly InFile[]): Promise<boolean> {
  const manifest = files.find(({ path }) => path === 'manifest.json');
  return manifest !== undefined && (await readTextFile(manifest)).includes(MANIFEST_TYPE);
}

async function readTexts(
  files: readonly InFile[],
  notes: Notes,
  signal: AbortSignal,
): Promise<SourceFile[]> {
  const sources: SourceFile[] = [];
  let total = 0;
  for (const file of files) {
    signal.throwIfAborted();
    if (!TEXT.test(file.path) || file.path === 'manifest.json') continue;
    if (file.bytes > (TABLES.test(file.path) ? MAX_TEXT_BYTES : MAX_LABEL_BYTES)) {
      notes.add(file.path, 'The file is too large to be an annotation; it is left out.');
      continue;
    }
    total += file.bytes;
    if (total > MAX_ANNOTATION_BYTES) {
      throw new ArchiveError(
        'limit',
        'The annotations in this are larger than 512 MB together, which no dataset of plates needs. Import it in parts.',
      );
    }
    sources.push({ path: file.path, text: await readTextFile(file) });
  }
  return sources;
}

/** Lists of classes and of splits, and the rest. */
function sortOut(sources: readonly SourceFile[], index: PhotoIndex, notes: Notes) {
  const lists: ClassNames[] = [];
  const splits: SplitList[] = [];
  const rest: SourceFile[] = [];
  for (const source of sources) {
    // Of a photo called `test.jpg` an empty `test.txt` is the label.
    const isLabel = source.text.trim() === '' && index.beside(source.path) !== null;
    const found = isLabel ? null : readSplitLists(source);
    if (found) {
      splits.push(...found);
      continue;
    }
    if (!mayNameClasses(source.path)) {
      rest.push(source);
      continue;
    }
    try {
      const names = readClassNames(source);
      if (names) lists.push(names);
      else if (!/\.ya?ml$/i.test(source.path)) rest.push(source);
    } catch {
      notes.add(source.path, 'The list of class names cannot be read; it is left out.');
    }
  }
  return { lists, splits, rest };
}

/** Statements by path of their photo. */
function tie(
  said: readonly Statement[],
  index: PhotoIndex,
  notes: Notes,
): Map<string, Statement[]> {
  const byPhoto = new Map<string, Statement[]>();
  for (const one of said) {
    const found =
      (one.beside ? index.beside(one.from) : null) ??
      (one.image === null ? null : index.named(one.image, one.from));
    if (!found) {
      const name = one.image ?? one.from;
      notes.add(
        `${one.from}: ${name.slice(0, 80)}`,
        'There is no photo here for an annotation; it is left out.',
      );
      continue;
    }
    const list = byPhoto.get(found);
    if (list) list.push(one);
    else byPhoto.set(found, [one]);
  }
  return byPhoto;
}

/** Files of people that say nothing of plates. */
const HARMLESS =
  /(^|\/)((readme|licen[cs]e|notice|credits|citation|changelog|manifest|requirements)[^/]*|config\.xml)$|\.(ya?ml|lst|names|labels)$/i;

/** "14 .json files were not understood." */
function tellUnclaimed({ unclaimed }: ReadSources, notes: Notes): void {
  for (const path of unclaimed) {
    if (HARMLESS.test(path)) continue;
    const extension = /\.\w+$/.exec(path)?.[0].toLowerCase() ?? '';
    notes.add(
      path,
      `A ${extension} file was not understood; its photo, if it has one, stays unlabelled.`,
    );
  }
}

function placed(lists: readonly SplitList[], index: PhotoIndex): SplitLists {
  const splits = new SplitLists();
  for (const { from, split, photos } of lists) {
    for (const name of photos) {
      const found = index.named(name, from);
      if (found) splits.add(found, split);
    }
  }
  return splits;
}

function plannedPhoto(file: InFile, said: readonly Statement[], lists: SplitLists): PlannedPhoto {
  const first = <T>(pick: (one: Statement) => T | null) =>
    said.map(pick).find((value) => value !== null) ?? null;
  return {
    file,
    name: first((one) => one.original) ?? file.path,
    kind:
      said.some(({ kind }) => kind === 'crop') && !said.some(({ kind }) => kind === 'photo')
        ? 'crop'
        : 'photo',
    split: lists.of(file.path) ?? splitOfFolders(file.path) ?? first((one) => one.split),
    said,
  };
}
