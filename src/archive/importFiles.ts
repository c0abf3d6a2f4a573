/** Chosen files → what they are → what taking them would do → taken. */
import type {
  ImportAnswers,
  Imported,
  ImportFile,
  ImportPreview,
} from '../rpc/archive/contract.ts';
import { withImportLock } from '../store/importLock.ts';
import { type CheckedPhotos, checkPhotos } from './importCheck.ts';
import { type Decided, decide } from './importDecide.ts';
import { HIDDEN, type ImportPlan, planImport } from './importPlan.ts';
import { previewOf } from './importPreview.ts';
import { takePlan } from './importRun.ts';
import { ArchiveError, type Job } from './job.ts';
import { type OpenBackup, openBackup } from './openBackup.ts';
import { type BackupAnswers, previewBackup, restoreBackup } from './restoreBackup.ts';
import { type InFile, isZip, zipFiles } from './zipReader.ts';

/** Files that were looked through and wait for a yes. */
export interface OpenImport {
  readonly name: string;
  readonly preview: ImportPreview;
  readonly content:
    | { readonly backup: OpenBackup; readonly answers: BackupAnswers }
    | LookedThrough;
}

interface LookedThrough {
  readonly plan: ImportPlan;
  readonly checked: CheckedPhotos;
  readonly decided: Decided;
}

const NO_ANSWERS: ImportAnswers = {
  classes: {},
  frame: null,
  conflicts: 'keep',
  replace: [],
  partial: false,
};

/** Looks through zips and any number of loose files. Keeps nothing. */
export async function openImport(files: readonly ImportFile[], job: Job): Promise<OpenImport> {
  const [first] = files;
  if (!first) throw new ArchiveError('empty', 'No files came with that. Choose a zip or a folder.');
  const name = files.length === 1 ? first.file.name : `${files.length} files`;
  const found = await gatherFiles(files);
  const backup = await openBackup(found);
  if (backup) {
    const preview = await previewBackup(backup, NO_ANSWERS);
    return { name, preview, content: { backup, answers: NO_ANSWERS } };
  }
  const plan = await planImport(found, job.signal);
  if (plan.photos.length === 0) {
    throw new ArchiveError(
      'empty',
      'There are no photos in this. Choose a backup, a dataset with its photos, or photos. Labels alone can be chosen together with their photos.',
    );
  }
  const checked = await checkPhotos(plan, job);
  const decided = decide(plan, checked, NO_ANSWERS);
  const preview = await previewOf(plan, decided);
  return { name, preview, content: { plan, checked, decided } };
}

/** The same files with what the person said about them. */
export async function answerImport(open: OpenImport, answers: ImportAnswers): Promise<OpenImport> {
  if ('backup' in open.content) {
    const backup = { ...open.content.backup, partial: answers.partial };
    return { ...open, preview: await previewBackup(backup, answers), content: { backup, answers } };
  }
  const { plan, checked } = open.content;
  const decided = decide(plan, checked, answers);
  return { ...open, preview: await previewOf(plan, decided), content: { plan, checked, decided } };
}

/**
 * All files of what was chosen: zips are opened, also several of one download, and what lies beside
 * them counts too. Zips whose files would cover each other get a folder of their own.
 */
export async function gatherFiles(files: readonly ImportFile[]): Promise<readonly InFile[]> {
  const parts: { readonly name: string; readonly files: readonly InFile[] }[] = [];
  const loose: InFile[] = [];
  for (const chosen of files) {
    if (await isZip(chosen.file, chosen.path)) {
      parts.push({ name: chosen.path.replace(/\.zip$/i, ''), files: await zipFiles(chosen.file) });
    } else loose.push(looseFile(chosen));
  }
  const all = [...loose, ...parts.flatMap((part) => part.files)];
  const distinct = new Set(all.map(({ path }) => path)).size === all.length;
  if (distinct) return withoutRoot(all);
  return [
    ...loose,
    ...parts.flatMap((part) =>
      part.files.map((file) => ({ ...file, path: `${part.name}/${file.path}` })),
    ),
  ];
}

/** Takes what was looked through, holding a lock so that no other tab cleans it up meanwhile. */
export async function takeImport(
  { name, content }: OpenImport,
  now: number,
  job: Job,
): Promise<Imported> {
  const take = () =>
    'backup' in content
      ? restoreBackup(content.backup, content.answers, name, now, job)
      : takePlan(content.decided, name, content.plan.formats.join(', '), now, job);
  return withImportLock(take, { signal: job.signal });
}

/**
 * Files of a backup or dataset of ours without the folder around them: some browsers unpack
 * downloads by themselves, and who packs the folder again has it around everything. Other folders
 * stay, for their names can mean something (`train/`).
 */
function withoutRoot(files: readonly InFile[]): readonly InFile[] {
  const own = files.filter(({ path }) => !HIDDEN.test(path));
  const root = /^[^/]+\//.exec(own[0]?.path ?? '')?.[0];
  if (!root || !own.every(({ path }) => path.startsWith(root))) return files;
  if (!own.some(({ path }) => path === `${root}manifest.json`)) return files;
  return own.map((file) => ({ ...file, path: file.path.slice(root.length) }));
}

function looseFile({ file, path }: ImportFile): InFile {
  return {
    path,
    bytes: file.size,
    read: async (maxBytes) => {
      if (file.size > maxBytes) {
        throw new ArchiveError('limit', `The file ${path} is too large to be imported.`);
      }
      return new Uint8Array(await file.arrayBuffer());
    },
  };
}
