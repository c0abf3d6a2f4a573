/** Runs of a proof, each kept as it ends, so that a proof that was stopped goes on where it was. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** @param path of a file of JSON lines; '' keeps nothing */
export function keptRuns<T>(path: string): (key: string, run: () => T) => T {
  const kept = new Map<string, T>();
  if (path && existsSync(path)) {
    for (const line of readFileSync(path, 'utf8').split('\n').filter(Boolean)) {
      const { key, value } = JSON.parse(line) as { key: string; value: T };
      kept.set(key, value);
    }
  }
  return (key, run) => {
    const before = kept.get(key);
    if (before !== undefined) return before;
    const value = run();
    if (path) appendFileSync(path, `${JSON.stringify({ key, value })}\n`);
    return value;
  };
}
