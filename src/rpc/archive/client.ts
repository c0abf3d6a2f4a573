/** What the page uses of the archive worker. Long jobs can be cancelled; a crash fails the job. */
import { proxy } from 'comlink';
import type { PreparedSample } from '../../core/dataset/types.ts';
import { WorkerCrashError, WorkerHandle } from '../handle.ts';
import type {
  ArchiveApi,
  ArchiveOutcome,
  ArchiveProgress,
  DatasetExported,
  DatasetOptions,
  Exported,
  ExportTarget,
  ImportAnswers,
  Imported,
  ImportFile,
  ImportPreview,
  PhotoFacts,
  Shrunk,
} from './contract.ts';

const PREPARE_DEADLINE_MS = 60_000;
/** Ten thousand photos take minutes; this only ends what hangs. */
const JOB_DEADLINE_MS = 6 * 3600_000;

export interface JobOptions {
  readonly onProgress: (progress: ArchiveProgress) => void;
  readonly signal: AbortSignal;
}

const handle = new WorkerHandle<ArchiveApi>({
  spawn: () =>
    new Worker(new URL('../../../workers/archive.ts', import.meta.url), {
      type: 'module',
      name: 'platewheel-archive',
    }),
  deadlineMs: JOB_DEADLINE_MS,
});

let lastJob = 0;

/** Reads, hashes and measures a photo, so that it can be kept; smaller with `saveSpace`. */
export function prepareSample(
  photo: Blob,
  facts: PhotoFacts,
  saveSpace = false,
): Promise<ArchiveOutcome<PreparedSample>> {
  return settled(
    handle.call(
      async (api) => (await api.prepare(photo, facts, saveSpace)) as ArchiveOutcome<PreparedSample>,
      {
        besideQueue: true,
        deadlineMs: PREPARE_DEADLINE_MS,
      },
    ),
  );
}

export function exportBackup(
  target: ExportTarget,
  appVersion: string,
  options: JobOptions,
): Promise<ArchiveOutcome<Exported>> {
  return job(options, (api, name, report) => api.exportBackup(name, target, appVersion, report));
}

export function exportDataset(
  target: ExportTarget,
  choice: DatasetOptions,
  options: JobOptions,
): Promise<ArchiveOutcome<DatasetExported>> {
  return job(options, (api, name, report) => api.exportDataset(name, target, choice, report));
}

/** Encodes kept photos again where that makes them smaller. */
export function shrinkSamples(
  samples: readonly string[],
  options: JobOptions,
): Promise<ArchiveOutcome<Shrunk>> {
  return job(options, (api, name, report) => api.shrink(name, samples, report));
}

/** How a sample would look in a blurred export. */
export function previewBlur(sample: string, margin: number): Promise<ArchiveOutcome<Blob>> {
  return settled(
    handle.call(async (api) => (await api.previewBlur(sample, margin)) as ArchiveOutcome<Blob>, {
      besideQueue: true,
      deadlineMs: PREPARE_DEADLINE_MS,
    }),
  );
}

/** An import that was looked through and waits for a yes. */
export interface OpenImport {
  readonly preview: ImportPreview;
  /** The preview with what the person said. */
  answer(answers: ImportAnswers): Promise<ArchiveOutcome<ImportPreview>>;
  run(options: JobOptions): Promise<ArchiveOutcome<Imported>>;
  /** Lets go of the files. */
  close(): void;
}

export async function previewImport(
  files: readonly ImportFile[],
  options: JobOptions,
): Promise<ArchiveOutcome<OpenImport>> {
  const name = nextName();
  const outcome = await job(
    options,
    (api, own, report) => api.previewImport(own, files, report),
    name,
  );
  if (!outcome.ok) return outcome;
  return {
    ok: true,
    value: {
      preview: outcome.value,
      answer: (answers) =>
        settled(
          handle.call(
            async (api) => (await api.answerImport(name, answers)) as ArchiveOutcome<ImportPreview>,
            { besideQueue: true, deadlineMs: PREPARE_DEADLINE_MS },
          ),
        ),
      run: (more) => job(more, (api, own, report) => api.runImport(own, report), name),
      close: () => cancel(name),
    },
  };
}

const nextName = () => {
  lastJob += 1;
  return `job-${lastJob}`;
};

function cancel(name: string): void {
  handle.call(async (api) => api.cancel(name), { besideQueue: true }).catch(() => undefined);
}

async function job<T>(
  { onProgress, signal }: JobOptions,
  work: (
    api: ArchiveApi,
    name: string,
    report: (progress: ArchiveProgress) => void,
  ) => Promise<ArchiveOutcome<T>>,
  name = nextName(),
): Promise<ArchiveOutcome<T>> {
  const stop = () => cancel(name);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await settled(
      handle.call(
        // Comlink's remote has the methods of the API; its types only say so less plainly.
        (api) => work(api as unknown as ArchiveApi, name, proxy(onProgress)),
        { besideQueue: true, retries: 0 },
      ),
    );
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** A worker that died becomes a failure like any other. */
async function settled<T>(call: Promise<ArchiveOutcome<T>>): Promise<ArchiveOutcome<T>> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof WorkerCrashError)) throw error;
    return {
      ok: false,
      failure: {
        code: 'unexpected',
        message: `${error.message} Nothing was changed. Reload the page and try again.`,
      },
    };
  }
}
