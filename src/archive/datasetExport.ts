/** The dataset to train on or to share: YOLO, COCO, VOC, CSV and crops in one zip, always the same bytes. */
import { ahead } from '../core/ahead.ts';
import type { PhotoAnnotation, PlateAnnotation } from '../core/dataset/annotation.ts';
import { labelState } from '../core/dataset/labelState.ts';
import {
  countPhotos,
  datasetGaps,
  type ManifestPhoto,
  type ManifestSample,
  writeManifest,
} from '../core/dataset/manifest.ts';
import { onlyReadPlates } from '../core/dataset/row.ts';
import type { PlateLabel, Split } from '../core/dataset/types.ts';
import { writeDatasetCard } from '../core/dataset/write/card.ts';
import { documents } from '../core/dataset/write/documents.ts';
import { exportStems } from '../core/dataset/write/names.ts';
import type { CropRow } from '../core/dataset/write/tables.ts';
import { writeVoc } from '../core/dataset/write/voc.ts';
import { writeYoloLabels } from '../core/dataset/write/yolo.ts';
import { scaleBox } from '../core/geometry.ts';
import type { DatasetExported, DatasetOptions, ExportTarget } from '../rpc/archive/contract.ts';
import { sha256Hex } from '../store/hash.ts';
import { ensureIdentity } from '../store/identity.ts';
import { type FullSample, savedPhoto, savedSample, savedSamples } from '../store/library.ts';
import {
  blurredPhoto,
  type ExportedPhoto,
  exportedBlurredPhoto,
  exportedCrops,
  exportedPhoto,
} from './exportedPhoto.ts';
import { ArchiveError, type Job, throttled } from './job.ts';
import { openSink } from './sink.ts';
import { type OutFile, textFile, writeZip } from './zipWriter.ts';

const PREVIEW_PIXELS = 300_000;
/** Photos read and made while those before them are written: by their bytes and, if decoded, pixels. */
const AHEAD = {
  most: 8,
  weight: ({ sample: { bytes, size } }: FullSample) => bytes + 4 * size.width * size.height,
  limit: 160 * 1024 ** 2,
} as const;
const CROP_FORMATS = new Set<DatasetOptions['formats'][number]>(['crops', 'fast-plate-ocr']);
const SPLITS: readonly Split[] = ['train', 'val', 'test'];

/** Files about the chosen samples that others add to a dataset, such as weights or quality measures. */
export type ExtraFiles = (chosen: readonly FullSample[]) => AsyncIterable<OutFile>;

async function* noExtras(): AsyncGenerator<OutFile> {}

/** Writes the dataset. @throws ArchiveError `empty` when nothing fits the choice */
export async function exportDataset(
  target: ExportTarget,
  options: DatasetOptions,
  job: Job,
  extras: ExtraFiles = noExtras,
): Promise<DatasetExported> {
  const takenAt = Date.now();
  const chosen = choose(await savedSamples(), options);
  if (chosen.length === 0) {
    throw new ArchiveError(
      'empty',
      'No labelled photo fits this choice, so there is nothing to export. Label some photos, or choose more states or days.',
    );
  }
  const { splitSeed } = await ensureIdentity();
  const sink = await openSink(target);
  const photos: PhotoAnnotation[] = [];
  const listed: ManifestPhoto[] = [];
  const samples: ManifestSample[] = [];
  const crops = new Map<Split, CropRow[]>(SPLITS.map((split) => [split, []]));
  const wantsCrops = options.formats.some((format) => CROP_FORMATS.has(format));
  const wantsImages = options.formats.some((format) => !CROP_FORMATS.has(format));
  const stems = exportStems(
    chosen.map(({ sample }) => sample),
    options.keepNames,
  );
  const report = throttled(job.report);
  const source = `Platewheel ${options.appVersion}`;
  const models = usedModels(chosen);
  const cropTotal = () => [...crops.values()].reduce((sum, rows) => sum + rows.length, 0);
  const inCrops = (split: Split) => crops.get(split)?.length ?? 0;
  const onlyRead = { photos: 0, plates: 0 };
  const gaps = () => {
    const { plates } = countPhotos(photos, cropTotal());
    const cropsAlone = { train: inCrops('train'), val: inCrops('val'), test: inCrops('test') };
    return datasetGaps({ plates: wantsImages ? plates : cropsAlone }, onlyRead);
  };

  async function* files(): AsyncGenerator<OutFile> {
    let done = 0;
    let bytes = 0;
    const make = (full: FullSample) => {
      job.signal.throwIfAborted();
      return pictures(full, options, wantsCrops, wantsImages);
    };
    for await (const made of ahead(chosen, AHEAD, async (full) => make(full))) {
      job.signal.throwIfAborted();
      done += 1;
      if (!made) continue; // deleted since the list was made
      const { full } = made;
      const stem = stems.get(full.sample.id) as string;
      samples.push({ sourceSha256: full.sample.id, split: full.split as Split });
      yield* cropFiles(made, stem, crops);
      if (made.image) {
        yield* photoFiles(full, made.image, stem, options, photos, listed);
        const unchecked = onlyReadPlates(full.prediction, full.label);
        onlyRead.plates += unchecked;
        onlyRead.photos += unchecked > 0 ? 1 : 0;
      }
      bytes += made.bytes;
      report({ stage: 'write', done, total: chosen.length, bytes });
    }
    for (const [path, text] of documents(options.formats, photos, crops))
      yield textFile(path, text);
    const extra: string[] = [];
    for await (const file of extras(chosen)) {
      extra.push(file.path);
      yield file;
    }
    const counts = countPhotos(photos, cropTotal());
    const { formats } = options;
    const about = { source, splitSeed, counts, formats, models, extra, gaps: gaps() };
    yield textFile('README.md', writeDatasetCard(about));
  }

  const written = await writeZip(
    files(),
    (list) =>
      textFile(
        'manifest.json',
        writeManifest({
          source,
          splitSeed,
          models,
          formats: options.formats,
          counts: countPhotos(photos, cropTotal()),
          photos: listed,
          samples,
          files: list,
        }),
      ),
    sink,
    job,
  );
  const counts = countPhotos(photos, cropTotal());
  return { file: await sink.close(), ...written, takenAt, counts, gaps: gaps() };
}

function choose(all: readonly FullSample[], options: DatasetOptions): FullSample[] {
  const only = options.only && new Set(options.only);
  return all.filter(({ sample, label, prediction, split }) => {
    if (only && !only.has(sample.id)) return false;
    const state = labelState(label, prediction);
    if (state === 'unlabelled' || split === null || !options.states.includes(state)) return false;
    if (options.from !== null && sample.addedAt < options.from) return false;
    return options.until === null || sample.addedAt <= options.until;
  });
}

/** Only photos with every plate answered can teach a detector where plates are not. */
function isWhole({ sample, label, prediction }: FullSample): boolean {
  return sample.kind === 'photo' && labelState(label, prediction) !== 'partly';
}

const platesOf = ({ label }: FullSample): PlateLabel[] =>
  label?.plates.filter(({ verdict }) => verdict === 'plate') ?? [];

/** What of a sample goes into the dataset. */
interface Pictures {
  readonly full: FullSample;
  /** Length of the kept photo. */
  readonly bytes: number;
  readonly crops: readonly { readonly plate: PlateLabel; readonly png: Uint8Array<ArrayBuffer> }[];
  readonly image: HashedPhoto | null;
}

interface HashedPhoto extends ExportedPhoto {
  readonly sha256: string;
}

/** Reads the photo and makes its pictures; null when it was deleted. */
async function pictures(
  full: FullSample,
  { blurMargin }: DatasetOptions,
  wantsCrops: boolean,
  wantsImages: boolean,
): Promise<Pictures | null> {
  const { sample } = full;
  const photo = await savedPhoto(sample.id);
  if (!photo) return null;
  const plates = platesOf(full);
  const boxesOf = (list: readonly PlateLabel[]) => list.map(({ box }) => box);
  const readable = wantsCrops ? plates.filter(({ text }) => text !== null) : [];
  const pngs = await exportedCrops(sample, photo, boxesOf(readable));
  const crops = readable.map((plate, i) => ({ plate, png: pngs[i] as Uint8Array<ArrayBuffer> }));
  const bytes = photo.byteLength;
  if (!wantsImages || !isWhole(full)) return { full, bytes, crops, image: null };
  const image =
    blurMargin === null
      ? await exportedPhoto(sample, photo)
      : await exportedBlurredPhoto(sample, photo, boxesOf(plates), blurMargin);
  return { full, bytes, crops, image: { ...image, sha256: await sha256Hex(image.bytes) } };
}

async function* photoFiles(
  full: FullSample,
  { bytes, extension, size, made, sha256 }: HashedPhoto,
  stem: string,
  { formats, blurMargin }: DatasetOptions,
  photos: PhotoAnnotation[],
  listed: ManifestPhoto[],
): AsyncGenerator<OutFile> {
  const { sample } = full;
  const split = full.split as Split;
  const image = `${stem}.${extension}`;
  const path = `images/${split}/${image}`;
  const [sx, sy] = [size.width / sample.size.width, size.height / sample.size.height];
  const plates = platesOf(full).map(
    ({ box, text, raw, unreadable, region, rows }): PlateAnnotation => ({
      box: scaleBox(box, sx, sy),
      text,
      raw,
      unreadable,
      region,
      rows,
    }),
  );
  const annotation: PhotoAnnotation = { image, file: sample.file, size, split, plates };
  photos.push(annotation);
  listed.push({
    path,
    file: sample.file,
    split,
    sourceSha256: sample.id,
    sha256,
    made,
    blurred: blurMargin !== null,
  });
  yield { path, bytes, sha256 };
  if (formats.includes('yolo')) {
    yield textFile(`labels/${split}/${stem}.txt`, writeYoloLabels(annotation));
  }
  if (formats.includes('voc')) {
    yield textFile(`voc/${split}/${stem}.xml`, writeVoc(annotation));
  }
}

function* cropFiles(
  { full, crops: made }: Pictures,
  stem: string,
  crops: ReadonlyMap<Split, CropRow[]>,
): Generator<OutFile> {
  const split = full.split as Split;
  for (const [i, { plate, png }] of made.entries()) {
    const file = `images/${stem}_${i}.png`;
    const { text, region, rows, raw } = plate;
    crops.get(split)?.push({ file, text: text ?? '', region, rows, raw });
    yield { path: `crops/${split}/${file}`, bytes: png };
  }
}

function usedModels(samples: readonly FullSample[]) {
  const models = new Map<string, { id: string; sha256: string }>();
  for (const { prediction } of samples) {
    for (const ref of prediction ? [prediction.detector, prediction.reader] : []) {
      models.set(`${ref.id} ${ref.sha256}`, { id: ref.id, sha256: ref.sha256 });
    }
  }
  return [...models].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, model]) => model);
}

/** How a sample would look in a blurred export. @throws ArchiveError when it is gone */
export async function previewBlur(id: string, margin: number): Promise<Blob> {
  const full = await savedSample(id);
  const photo = await savedPhoto(id);
  if (!full || !photo) throw new ArchiveError('empty', 'This photo is gone. Choose another one.');
  const boxes = platesOf(full).map(({ box }) => box);
  const { bytes } = await blurredPhoto(full.sample, photo, boxes, margin, PREVIEW_PIXELS);
  return new Blob([bytes], { type: 'image/jpeg' });
}
