/** Chosen files → what they are → what taking them would do → taken. */
import type { Imported, ImportFile, ImportPreview } from '../rpc/archive/contract.ts';
import { withImportLock } from '../store/importLock.ts';
import { HIDDEN, planImport } from './importPlan.ts';
import { type CheckedPlan, checkPlan, takePlan } from './importRun.ts';
import { ArchiveError, type Job } from './job.ts';
import { type OpenBackup, openBackup, previewBackup, restoreBackup } from './restoreBackup.ts';
import { type InFile, isZip, zipFiles } from './zipReader.ts';

/** Files that were looked through and wait for a yes. */
export interface OpenImport {
  readonly name: string;
  readonly preview: ImportPreview;
  readonly content: { readonly backup: OpenBackup } | { readonly plan: CheckedPlan };
}

/** Looks through one zip, or any number of loose files. Keeps nothing. */
export async function openImport(files: readonly ImportFile[], job: Job): Promise<OpenImport> {
  const [first] = files;
  if (!first) throw new ArchiveError('empty', 'No files came with that. Choose a zip or a folder.');
  const zipped = files.length === 1 && (await isZip(first.file));
  const name = zipped || files.length === 1 ? first.file.name : `${files.length} files`;
  const found = withoutRoot(zipped ? await zipFiles(first.file) : files.map(looseFile));
  const backup = await openBackup(found);
  if (backup) return { name, preview: await previewBackup(backup), content: { backup } };
  const planned = await planImport(found, job.signal);
  if (planned.photos.length === 0) {
    throw new ArchiveError(
      'empty',
      'There are no photos in this. Choose a backup, a dataset (YOLO, COCO, Pascal VOC, UFPR-ALPR, crops with labels.csv) or photos.',
    );
  }
  const plan = await checkPlan(planned, job);
  return { name, preview: plan.preview, content: { plan } };
}

/** Takes what was looked through, holding a lock so that no other tab cleans it up meanwhile. */
export async function takeImport(
  { name, content }: OpenImport,
  now: number,
  job: Job,
): Promise<Imported> {
  const take = () =>
    'backup' in content
      ? restoreBackup(content.backup, name, now, job)
      : takePlan(content.plan, name, now, job);
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
