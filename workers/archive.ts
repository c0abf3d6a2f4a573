/** The archive worker: makes photos ready to be kept, writes exports, reads imports. */
import { expose } from 'comlink';
import { qualityFiles } from '../src/analysis/datasetFiles.ts';
import { exportBackup } from '../src/archive/backup.ts';
import { exportDataset, previewBlur } from '../src/archive/datasetExport.ts';
import {
  answerImport,
  type OpenImport,
  openImport,
  takeImport,
} from '../src/archive/importFiles.ts';
import { ArchiveError, type Job, toArchiveFailure } from '../src/archive/job.ts';
import { prepareSample } from '../src/archive/prepare.ts';
import { shrinkSamples } from '../src/archive/shrink.ts';
import { DOWNLOADED_MS, dropOldExports } from '../src/archive/sink.ts';
import type { ArchiveApi, ArchiveOutcome, ArchiveProgress } from '../src/rpc/archive/contract.ts';
import { provideDisk } from '../src/store/disk/disk.ts';
import { openDisk } from '../src/store/worker/diskFiles.ts';

const running = new Map<string, AbortController>();
/** Previewed, waiting for the person's yes; one at a time. */
let opened: { readonly job: string; readonly found: OpenImport } | null = null;

/** Runs a job under its name, so that it can be cancelled, with every failure as data. */
async function named<T>(
  name: string,
  onProgress: (progress: ArchiveProgress) => void,
  work: (job: Job) => Promise<T>,
): Promise<ArchiveOutcome<T>> {
  const controller = new AbortController();
  running.set(name, controller);
  try {
    return { ok: true, value: await work({ signal: controller.signal, report: onProgress }) };
  } catch (error) {
    return { ok: false, failure: toArchiveFailure(error) };
  } finally {
    running.delete(name);
  }
}

const notAtHand = () =>
  new ArchiveError('unexpected', 'The files are no longer at hand. Choose them again.');

const api = {
  async prepare(photo, facts, saveSpace) {
    try {
      return { ok: true, value: await prepareSample(photo, facts, saveSpace) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { ok: false, failure: { code: 'photo', message } };
    }
  },
  shrink: (job, samples, onProgress) => named(job, onProgress, (j) => shrinkSamples(samples, j)),
  exportBackup: (job, target, appVersion, onProgress) =>
    named(job, onProgress, (j) => exportBackup(target, appVersion, j)),
  exportDataset: (job, target, options, onProgress) =>
    named(job, onProgress, (j) =>
      exportDataset(target, options, j, (chosen) =>
        qualityFiles(chosen, `Platewheel ${options.appVersion}`),
      ),
    ),
  async previewBlur(sample, margin) {
    try {
      return { ok: true, value: await previewBlur(sample, margin) };
    } catch (error) {
      return { ok: false, failure: toArchiveFailure(error) };
    }
  },
  previewImport: (job, files, onProgress) =>
    named(job, onProgress, async (j) => {
      opened = null;
      const found = await openImport(files, j);
      opened = { job, found };
      return found.preview;
    }),
  async answerImport(job, answers) {
    try {
      if (opened?.job !== job) throw notAtHand();
      const found = await answerImport(opened.found, answers);
      opened = { job, found };
      return { ok: true, value: found.preview };
    } catch (error) {
      return { ok: false, failure: toArchiveFailure(error) };
    }
  },
  runImport: (job, onProgress) =>
    named(job, onProgress, async (j) => {
      if (opened?.job !== job) throw notAtHand();
      const { found } = opened;
      opened = null;
      return takeImport(found, Date.now(), j);
    }),
  async cancel(job) {
    running.get(job)?.abort();
    if (opened?.job === job) opened = null;
  },
} satisfies ArchiveApi;

provideDisk(openDisk);
void dropOldExports(Date.now() - DOWNLOADED_MS);
expose(api);
