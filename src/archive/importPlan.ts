/**
 * What a folder or zip of photos is: finds the annotations of every format we know and ties them
 * to their photos. Reads the annotation files only; photos are opened later, one by one.
 */
import type { ImportProblem, Parsed, PlateAnnotation } from '../core/dataset/annotation.ts';
import { isCoco, readCoco } from '../core/dataset/coco.ts';
import { MANIFEST_TYPE } from '../core/dataset/manifest.ts';
import { restoreSplit } from '../core/dataset/restore.ts';
import { isCropTable, readCropTable, readPlateTable } from '../core/dataset/tables.ts';
import type { Split } from '../core/dataset/types.ts';
import { isUfpr, readUfpr } from '../core/dataset/ufpr.ts';
import { readVoc } from '../core/dataset/voc.ts';
import { plateClasses, readYamlNames, readYoloLabels } from '../core/dataset/yolo.ts';
import type { Size } from '../core/types.ts';
import { ArchiveError } from './job.ts';
import type { InFile } from './zipReader.ts';

/** A photo of an import and, once its size is known, its plates; null means nobody labelled it. */
export interface PlannedPhoto {
  readonly file: InFile;
  readonly name: string;
  readonly kind: 'photo' | 'crop';
  readonly split: Split | null;
  readonly annotate: ((size: Size) => Parsed<readonly PlateAnnotation[]>) | null;
}

export interface ImportPlan {
  readonly formats: readonly string[];
  readonly photos: readonly PlannedPhoto[];
  readonly problems: readonly ImportProblem[];
}

const IMAGE = /\.(jpe?g|jfif|png|webp|avif|gif|hei[cf])$/i;
/** What systems leave beside the files of people: thumbnails, `__MACOSX/._…`. */
export const HIDDEN = /(^|\/)(\.|__MACOSX\/)/;
const MAX_TEXT_BYTES = 256 * 1024 ** 2;
const MAX_LABEL_BYTES = 1024 ** 2;
/** Of all annotations together: they are held until their photos are opened. */
const MAX_ANNOTATION_BYTES = 512 * 1024 ** 2;

type Annotation = Omit<PlannedPhoto, 'file' | 'name' | 'kind'> &
  Partial<Pick<PlannedPhoto, 'name' | 'kind'>>;

/** Reads all annotation files. @throws the signal's reason, ZipError */
export async function planImport(all: readonly InFile[], signal: AbortSignal): Promise<ImportPlan> {
  const files = all.filter(({ path }) => !HIDDEN.test(path));
  const plan = new Planner(files);
  const whole = await ownTable(files);
  if (whole) {
    // A dataset of ours says everything in one table; its other formats only repeat it.
    plan.addPlateTable(await text(whole), whole.path);
    return plan.finish();
  }
  const yaml = files.find(({ path }) => /(^|\/)data\.ya?ml$/i.test(path));
  const names = yaml ? readYamlNames(await text(yaml)) : [];
  let total = 0;
  for (const file of files) {
    signal.throwIfAborted();
    const extension = /\.(\w+)$/.exec(file.path)?.[1]?.toLowerCase() ?? '';
    const limit = extension === 'json' || extension === 'csv' ? MAX_TEXT_BYTES : MAX_LABEL_BYTES;
    if (!['txt', 'xml', 'json', 'csv'].includes(extension)) continue;
    if (file.bytes > limit) {
      plan.problem(file.path, 'The file is too large to be an annotation; it is left out.');
      continue;
    }
    total += file.bytes;
    if (total > MAX_ANNOTATION_BYTES) {
      throw new ArchiveError(
        'limit',
        'The annotations in this are larger than 512 MB together, which no dataset of plates needs. Import it in parts.',
      );
    }
    const content = await text(file);
    if (extension === 'csv') plan.addTable(content, file.path);
    else if (extension === 'json') plan.addJson(content, file.path);
    else if (extension === 'xml') plan.addVoc(content, file.path);
    else plan.addLines(content, file.path, names);
  }
  return plan.finish();
}

async function ownTable(files: readonly InFile[]): Promise<InFile | null> {
  const manifest = files.find(({ path }) => path === 'manifest.json');
  if (!manifest || !(await text(manifest)).includes(MANIFEST_TYPE)) return null;
  return files.find(({ path }) => path === 'annotations.csv') ?? null;
}

async function text(file: InFile): Promise<string> {
  return new TextDecoder().decode(await file.read(MAX_TEXT_BYTES));
}

class Planner {
  private readonly images = new Map<string, InFile>();
  private readonly byStem = new Map<string, string>();
  /** Path of the only image of a name; null where there are several. */
  private readonly byName = new Map<string, string | null>();
  private readonly annotations = new Map<string, Annotation>();
  private readonly formats = new Set<string>();
  private readonly problems: ImportProblem[] = [];

  constructor(files: readonly InFile[]) {
    for (const file of files) {
      if (!IMAGE.test(file.path)) continue;
      this.images.set(file.path, file);
      this.byStem.set(stem(file.path), file.path);
      for (const name of [base(file.path), stem(base(file.path))]) {
        this.byName.set(name, this.byName.has(name) ? null : file.path);
      }
    }
  }

  problem(file: string, message: string, line: number | null = null): void {
    this.problems.push({ file, line, message });
  }

  /** `annotations.csv` of our own datasets. */
  addPlateTable(content: string, path: string): void {
    this.formats.add('Platewheel dataset');
    const { value, problems } = readPlateTable(content, path);
    this.problems.push(...problems);
    for (const photo of value) {
      const image = [`images/${photo.split}/${photo.image}`, photo.image].find((p) =>
        this.images.has(p),
      );
      this.annotate(image ?? this.byName.get(photo.image), path, photo.image, {
        name: photo.file,
        split: photo.split,
        annotate: () => ({ value: photo.plates, problems: [] }),
      });
    }
    for (const image of this.images.keys()) {
      if (image.startsWith('crops/')) this.images.delete(image); // they are parts of the photos
    }
  }

  /** A table of crops, or one like ours. */
  addTable(content: string, path: string): void {
    if (!isCropTable(content)) return;
    this.formats.add('plate crops');
    const { value, problems } = readCropTable(content, path);
    this.problems.push(...problems);
    for (const { file, text: said, region, rows, raw } of value) {
      const image = this.find(
        [join(folder(path), file), join(folder(path), `images/${file}`)],
        file,
      );
      this.annotate(image, path, file, {
        kind: 'crop',
        split: splitOf(path),
        annotate: (size) => ({
          value: [
            { box: { x: 0, y: 0, ...size }, text: said, raw, unreadable: null, region, rows },
          ],
          problems: [],
        }),
      });
    }
  }

  addJson(content: string, path: string): void {
    let json: unknown;
    try {
      json = JSON.parse(content);
    } catch {
      this.problem(path, 'The file is no JSON; it is left out.');
      return;
    }
    if (!isCoco(json)) return;
    this.formats.add('COCO');
    const { value, problems } = readCoco(json, path);
    this.problems.push(...problems);
    for (const photo of value) {
      const near = [photo.image, `images/${photo.image}`].map((p) => join(folder(path), p));
      this.annotate(this.find(near, photo.image), path, photo.image, {
        name: photo.file,
        split: photo.split ?? splitOf(photo.image),
        annotate: (size) => ({ value: fitTo(photo.plates, photo.size, size), problems: [] }),
      });
    }
  }

  addVoc(content: string, path: string): void {
    const { value, problems } = readVoc(content, path);
    this.problems.push(...problems);
    if (!value) return;
    this.formats.add('Pascal VOC');
    const image = this.findBeside(path) ?? this.find([], value.image);
    this.annotate(image, path, value.image, {
      ...(value.file === null ? {} : { name: value.file }),
      split: splitOf(path),
      annotate: (size) => ({
        value: value.size ? fitTo(value.plates, value.size, size) : value.plates,
        problems: [],
      }),
    });
  }

  /** A text file beside a photo: UFPR-ALPR or YOLO; others are no business of ours. */
  addLines(content: string, path: string, names: readonly string[]): void {
    const image = this.findBeside(path);
    if (!image) return;
    if (isUfpr(content)) {
      this.formats.add('UFPR-ALPR');
      const { value, problems } = readUfpr(content, path);
      this.problems.push(...problems);
      if (value.length === 0) return;
      this.annotate(image, path, image, {
        split: splitOf(path),
        annotate: () => ({ value, problems: [] }),
      });
      return;
    }
    this.formats.add('YOLO');
    const wanted = names.length === 0 ? null : plateClasses(names);
    if (names.length > 0 && !wanted) {
      this.problem(path, 'None of the classes in data.yaml is named like a plate.');
      return;
    }
    this.annotate(image, path, image, {
      split: splitOf(path),
      annotate: (size) => readYoloLabels(content, size, path, wanted),
    });
  }

  finish(): ImportPlan {
    const photos = [...this.images].map(([path, file]): PlannedPhoto => {
      const found = this.annotations.get(path);
      return {
        file,
        name: found?.name ?? path,
        kind: found?.kind ?? 'photo',
        split: found?.split ?? splitOf(path),
        annotate: found?.annotate ?? null,
      };
    });
    if (photos.length > this.annotations.size) this.formats.add('photos');
    return { formats: [...this.formats], photos, problems: this.problems };
  }

  private annotate(
    image: string | null | undefined,
    path: string,
    named: string,
    annotation: Annotation,
  ): void {
    if (image && this.images.has(image)) this.annotations.set(image, annotation);
    else this.problem(path, `There is no photo "${named.slice(0, 80)}" for this annotation.`);
  }

  /** The image at one of these paths, else the only one of that name. */
  private find(paths: readonly string[], name: string): string | null {
    const exact = paths.find((path) => this.images.has(path));
    return exact ?? this.byName.get(base(name)) ?? this.byName.get(stem(base(name))) ?? null;
  }

  /** The image with the same stem in the same folder, or in `images` instead of `labels`. */
  private findBeside(path: string): string | null {
    const own = stem(path);
    const moved = own.replace(/(^|\/)(labels|annotations|voc)(\/|$)/i, '$1images$3');
    return this.byStem.get(own) ?? this.byStem.get(moved) ?? null;
  }
}

const base = (path: string) => path.slice(path.lastIndexOf('/') + 1);
const folder = (path: string) => path.slice(0, path.lastIndexOf('/') + 1);
const stem = (path: string) => path.replace(/\.\w+$/, '');
const join = (start: string, path: string) => start + path.replace(/^(\.\/)+/, '');

/** The split a path's folders name. */
function splitOf(path: string): Split | null {
  const named = /(?:^|\/)(train|val|valid|validation|test|testing|training)\//i.exec(path)?.[1];
  const short = named?.toLowerCase().replace(/^(val|train|test).*$/, '$1');
  return restoreSplit(short);
}

/** Boxes made for an image of another size (or whose file lies about it), scaled to this one. */
function fitTo(
  plates: readonly PlateAnnotation[],
  from: Size,
  to: Size,
): readonly PlateAnnotation[] {
  const turned = from.width === to.height && from.height === to.width && from.width !== from.height;
  if (turned || (from.width === to.width && from.height === to.height)) return plates;
  const [sx, sy] = [to.width / from.width, to.height / from.height];
  return plates.map((plate) => ({
    ...plate,
    box: {
      x: plate.box.x * sx,
      y: plate.box.y * sy,
      width: plate.box.width * sx,
      height: plate.box.height * sy,
    },
  }));
}
