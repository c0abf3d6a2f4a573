/** Types of the archive worker's API, and nothing else: what goes into and comes out of files. */
import type { ImportProblem } from '../../core/dataset/annotation.ts';
import type { LabelState } from '../../core/dataset/labelState.ts';
import type { ManifestCounts } from '../../core/dataset/manifest.ts';
import type { PreparedSample, Sample } from '../../core/dataset/types.ts';
import type { Box, Size } from '../../core/types.ts';

/** How far a job is. `total` is 0 while it is not known. */
export interface ArchiveProgress {
  readonly stage: 'read' | 'write' | 'check' | 'place';
  /** Samples or files. */
  readonly done: number;
  readonly total: number;
  readonly bytes: number;
}

/** Why a job did not end well; `message` says what happened, why, and what next. */
export interface ArchiveFailure {
  readonly code:
    | 'cancelled'
    | 'full'
    | 'refused'
    | 'hostile'
    | 'limit'
    | 'damaged'
    | 'unsupported'
    | 'empty'
    | 'photo'
    | 'unexpected';
  readonly message: string;
}

export type ArchiveOutcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: ArchiveFailure };

/** Where an export goes: a file the person picked, or the browser's private file system. */
export type ExportTarget =
  | { readonly kind: 'picked'; readonly file: FileSystemFileHandle }
  | { readonly kind: 'private' };

export interface Exported {
  /** The finished file, to be offered as a download; null when it went straight to its place. */
  readonly file: Blob | null;
  readonly bytes: number;
  readonly files: number;
  /** When what it holds was read, ms since 1970. */
  readonly takenAt: number;
}

export type DatasetFormat =
  | 'yolo'
  | 'coco'
  | 'voc'
  | 'csv'
  | 'crops'
  | 'fast-plate-ocr'
  | 'cvat'
  | 'label-studio';

export interface DatasetOptions {
  readonly formats: readonly DatasetFormat[];
  /** `partly` labelled photos give crops only. */
  readonly states: readonly Exclude<LabelState, 'unlabelled'>[];
  /** Of the day they were added, ms since 1970; null for open. */
  readonly from: number | null;
  readonly until: number | null;
  /**
   * Blurs, irreversibly, what is farther from every plate than this many plate widths; null leaves
   * photos as they are.
   */
  readonly blurMargin: number | null;
  /** Ids of the samples to choose from; null for all. */
  readonly only: readonly string[] | null;
  /** Photos keep their own names where those are unique; else all are named by their hash. */
  readonly keepNames: boolean;
  readonly appVersion: string;
}

export interface DatasetExported extends Exported {
  readonly counts: ManifestCounts;
  /** See `datasetGaps`. */
  readonly gaps: readonly string[];
}

/** What an import would keep, to the photo and the plate. */
export interface ImportCounts {
  /** New samples. */
  readonly add: number;
  /** Samples that are here without a label and get one. */
  readonly labels: number;
  /** Samples that are here with another label; of these `replaced` are to take the new one. */
  readonly conflicts: number;
  readonly replaced: number;
  /** Photos left as they are: here with nothing new, or given twice. */
  readonly duplicates: number;
  /** Labelled plates, and how many of them have a text. */
  readonly plates: number;
  readonly texts: number;
  /** Photos by what becomes of them. */
  readonly labelled: number;
  readonly partly: number;
  readonly negatives: number;
  readonly predicted: number;
  readonly unlabelled: number;
  /** The first kinds of things left out; `problemCount` are all things. */
  readonly problems: readonly ImportProblem[];
  readonly problemCount: number;
}

export interface ImportPreview extends ImportCounts {
  /** `backup`, or the formats found. */
  readonly formats: readonly string[];
  readonly isBackup: boolean;
  /** What a backup should hold and does not, sentences: it is taken only if `partial` is answered. */
  readonly missing: readonly string[];
  /** A backup into an empty database also brings its settings, splits and results. */
  readonly whole: boolean;
  /** A few photos with what they will hold. */
  readonly examples: readonly ImportExample[];
  /** Classes of which nobody can tell whether they are plates. */
  readonly classes: readonly ImportClass[];
  /** Where photos are turned by their orientation, and boxes may be for either way. */
  readonly frame: ImportFrame | null;
  /** The first samples here with another label. */
  readonly conflicting: readonly ImportConflict[];
}

/** A box with the text on it; pixels of the upright photo. */
export interface ShownPlate {
  readonly box: Box;
  readonly text: string | null;
}

export interface ImportExample {
  readonly name: string;
  /** Small JPEG, upright. */
  readonly picture: Blob;
  /** Of the upright photo. */
  readonly size: Size;
  readonly plates: readonly ShownPlate[];
}

export interface ImportClass {
  readonly key: string;
  readonly name: string;
  readonly objects: number;
  /** Cut out of the first photo that has one; null where that photo cannot be opened. */
  readonly picture: Blob | null;
}

export interface ImportFrame {
  readonly chosen: 'shown' | 'stored';
  /** Whether the files themselves betray that their boxes are for the stored photos. */
  readonly evident: boolean;
  /** Labelled photos that are turned. */
  readonly photos: number;
  /** `plates` are those of the chosen frame. */
  readonly examples: readonly ImportExample[];
}

export interface ImportConflict {
  readonly sample: string;
  readonly name: string;
  readonly picture: Blob;
  readonly size: Size;
  readonly here: readonly ShownPlate[];
  readonly brought: readonly ShownPlate[];
}

/** What the person said about an import that was looked through. */
export interface ImportAnswers {
  /** By `ImportClass.key`; a class without an answer leaves its photos unlabelled. */
  readonly classes: Readonly<Record<string, 'plate' | 'other'>>;
  /** Null: as the files have it. */
  readonly frame: 'shown' | 'stored' | null;
  readonly conflicts: 'keep' | 'replace' | 'review';
  /** With `review`: samples that are to take the new label. */
  readonly replace: readonly string[];
  /** Of a backup that lacks something, take what is whole. */
  readonly partial: boolean;
}

export interface Imported {
  /** To undo it with; null for a whole backup, which only a wipe takes away. */
  readonly id: string | null;
  readonly added: number;
  /** Labels brought to samples that were here. */
  readonly labels: number;
  readonly duplicates: number;
  /** Pictures that could not be decoded although their beginning was sound. */
  readonly unreadable: number;
  /** Of a whole backup, when what it holds was read, ms since 1970; null where that is not known. */
  readonly takenAt: number | null;
}

/** What making photos smaller did. */
export interface Shrunk {
  readonly shrunk: number;
  /** Photos that would hardly have become smaller. */
  readonly left: number;
  readonly savedBytes: number;
}

/** A chosen file with its path inside the chosen folder. */
export interface ImportFile {
  readonly file: File;
  readonly path: string;
}

export interface PhotoFacts {
  readonly file: string;
  readonly kind: Sample['kind'];
  readonly source: Sample['source'];
  readonly addedAt: number;
  readonly burst: string | null;
}

type OnProgress = (progress: ArchiveProgress) => void;

/** The archive worker. `job` is any unique text; `cancel` stops the job of that name. */
export interface ArchiveApi {
  /** Reads, hashes and measures a photo, so that it can be kept; smaller with `saveSpace`. */
  prepare(
    photo: Blob,
    facts: PhotoFacts,
    saveSpace: boolean,
  ): Promise<ArchiveOutcome<PreparedSample>>;
  shrink(
    job: string,
    samples: readonly string[],
    onProgress: OnProgress,
  ): Promise<ArchiveOutcome<Shrunk>>;
  exportBackup(
    job: string,
    target: ExportTarget,
    appVersion: string,
    onProgress: OnProgress,
  ): Promise<ArchiveOutcome<Exported>>;
  exportDataset(
    job: string,
    target: ExportTarget,
    options: DatasetOptions,
    onProgress: OnProgress,
  ): Promise<ArchiveOutcome<DatasetExported>>;
  /** How a sample would look in a blurred export; a small JPEG. */
  previewBlur(sample: string, margin: number): Promise<ArchiveOutcome<Blob>>;
  /** Looks through files without keeping anything; `runImport` of the same job then does it. */
  previewImport(
    job: string,
    files: readonly ImportFile[],
    onProgress: OnProgress,
  ): Promise<ArchiveOutcome<ImportPreview>>;
  /** The preview again, with what the person said meanwhile; no file is read again but for pictures. */
  answerImport(job: string, answers: ImportAnswers): Promise<ArchiveOutcome<ImportPreview>>;
  runImport(job: string, onProgress: OnProgress): Promise<ArchiveOutcome<Imported>>;
  cancel(job: string): Promise<void>;
}
