/** The results in the form that was asked for, written beside and renamed: never half a file. */
import { open, rename } from 'node:fs/promises';
import type { PhotoResult } from '../../src/core/results.ts';
import { resultsToCsv } from '../../src/core/resultsCsv.ts';
import { photoJson, resultsToJson } from '../../src/core/resultsJson.ts';
import { type PartLine, type PlacedLine, readLines } from './journal.ts';
import type { Format } from './options.ts';

export interface ResultOptions {
  readonly format: Format;
  readonly includePlace: boolean;
  readonly appVersion: string;
}

/** Photos turned into text at once: memory stays flat however many there are. */
const CHUNK = 1000;

/** In the order of their paths, so that the same photos give the same bytes however they were read. */
export async function* resultText(
  lines: readonly PlacedLine[],
  { format, includePlace, appVersion }: ResultOptions,
): AsyncGenerator<string> {
  const sorted = [...lines].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
  // Times differ from run to run, so the files of the command line are without.
  const json = { appVersion, includePlace, includeTimes: false };
  if (format === 'json') {
    yield resultsToJson((await readLines(sorted)).map(resultOf), json);
    return;
  }
  if (sorted.length === 0 && format === 'csv') yield resultsToCsv([], { includePlace });
  for (let from = 0; from < sorted.length; from += CHUNK) {
    const results = (await readLines(sorted.slice(from, from + CHUNK))).map(resultOf);
    if (format === 'ndjson') {
      yield results.map((result) => `${JSON.stringify(photoJson(result, json))}\n`).join('');
      continue;
    }
    const csv = resultsToCsv(results, { includePlace });
    yield from === 0 ? csv : csv.slice(csv.indexOf('\r\n') + 2);
  }
}

const resultOf = ({ file, outcome, modified }: PartLine): PhotoResult => ({
  file,
  outcome,
  fileTime: new Date(modified).toISOString(),
});

export async function writeResults(
  path: string,
  lines: readonly PlacedLine[],
  options: ResultOptions,
): Promise<void> {
  const beside = `${path}.${process.pid}.tmp`;
  const file = await open(beside, 'w');
  try {
    for await (const text of resultText(lines, options)) await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, path);
}
