/** `platewheel merge`: the parts of many machines as one file of results. */
import { type Part, readPart, sameSettings } from './journal.ts';
import type { MergeCall } from './options.ts';
import { UsageError } from './usage.ts';
import { writeResults } from './writeResults.ts';

/**
 * Merges all parts of one run; the result is the same as that of one process.
 * @returns the exit code. @throws UsageError where one is missing, unfinished or of another run
 */
export async function merge(call: MergeCall, appVersion: string): Promise<number> {
  const parts: Part[] = [];
  for (const path of call.parts) {
    const part = await readPart(path);
    if (!part) throw new UsageError(`${path}: there is no such file.`);
    if (!part.isComplete)
      throw new UsageError(`${path} is not finished: read it to the end first.`);
    parts.push(part);
  }
  ensureWhole(parts);
  const lines = parts.flatMap((part) => part.lines);
  await writeResults(call.out, lines, {
    format: call.format,
    includePlace: call.includePlace,
    appVersion,
  });
  return lines.some(({ isFailed }) => isFailed) ? 1 : 0;
}

function ensureWhole(parts: readonly Part[]): void {
  const [first] = parts as [Part, ...Part[]];
  const count = first.head.shard?.count ?? 1;
  for (const { head } of parts) {
    if (!sameSettings(head.settings, first.head.settings) || (head.shard?.count ?? 1) !== count) {
      throw new UsageError(
        'The parts were read with different models, settings or numbers of parts.',
      );
    }
  }
  const given = parts.map(({ head }) => head.shard?.index ?? 0).sort((a, b) => a - b);
  const missing = Array.from({ length: count }, (_, i) => i).filter((i) => !given.includes(i));
  if (missing.length > 0) {
    throw new UsageError(`Parts are missing: ${missing.join(', ')} of 0 to ${count - 1}.`);
  }
  if (given.length > count) throw new UsageError('A part was given twice.');
}
