/** Threads are the usual reason why a start fails or hangs where it worked elsewhere (Safari). */

import { WorkerCrashError } from '../handle.ts';
import type { DeviceMemory } from './deviceMemory.ts';
import { VisionStartError } from './startError.ts';

/**
 * Starts once more with one thread after `error`, and has the device remember it if that helps.
 * @param again starts on a fresh worker. @throws `error` where threads cannot be the reason
 */
export async function startWithFewerThreads(
  error: unknown,
  memory: DeviceMemory,
  again: () => Promise<void>,
): Promise<void> {
  const engineFault =
    error instanceof WorkerCrashError ||
    (error instanceof VisionStartError && error.failure.transient);
  if (!engineFault || !globalThis.crossOriginIsolated) throw error;
  if (memory.recall().threads === 1) throw error;
  memory.useThreads(1);
  try {
    await again();
  } catch (second) {
    memory.useThreads(null); // one thread did not help, so threads were not the reason
    throw second;
  }
}
