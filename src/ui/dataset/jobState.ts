/** The one long job that may run: an export or an import, with its progress and how to stop it. */
import { signal } from '@preact/signals';
import type { JobOptions } from '../../rpc/archive/client.ts';
import type { ArchiveOutcome, ArchiveProgress } from '../../rpc/archive/contract.ts';
import { noteBegun } from '../../store/page/everKept.ts';

export interface RunningJob {
  readonly title: string;
  readonly progress: ArchiveProgress | null;
  readonly cancel: () => void;
}

export const job = signal<RunningJob | null>(null);

/** Runs a job and shows it meanwhile. */
export async function runJob<T>(
  title: string,
  work: (options: JobOptions) => Promise<ArchiveOutcome<T>>,
): Promise<ArchiveOutcome<T>> {
  noteBegun();
  const controller = new AbortController();
  const cancel = () => controller.abort();
  job.value = { title, progress: null, cancel };
  try {
    return await work({
      signal: controller.signal,
      onProgress: (progress) => {
        if (job.peek()) job.value = { title, progress, cancel };
      },
    });
  } finally {
    job.value = null;
  }
}
