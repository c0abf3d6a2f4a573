/** Runs an import up to what would be kept, without a database. */
import { readFileSync } from 'node:fs';
import { factsOf } from '../../../../../src/archive/importFacts.ts';
import { gatherFiles } from '../../../../../src/archive/importFiles.ts';
import { planImport } from '../../../../../src/archive/importPlan.ts';
import type { InFile } from '../../../../../src/archive/zipReader.ts';
import type { ClassAnswers } from '../../../../../src/core/dataset/import/classes.ts';
import type { Frame, PhotoFacts } from '../../../../../src/core/dataset/import/frame.ts';
import { settle } from '../../../../../src/core/dataset/import/settle.ts';

export interface Answers {
  readonly classes?: ClassAnswers;
  readonly frame?: Frame | null;
}

/** Of files whose photos have these facts (a photo's "text" is not read). */
export async function importOf(
  contents: Readonly<Record<string, string>>,
  facts: PhotoFacts | ((path: string) => PhotoFacts) = {
    stored: { width: 400, height: 300 },
    orientation: 1,
  },
  answers: Answers = {},
) {
  const files = Object.entries(contents).map(
    ([path, text]): InFile => ({
      path,
      bytes: text.length,
      read: async () => new TextEncoder().encode(text),
    }),
  );
  return settled(
    files,
    async (path) => (typeof facts === 'function' ? facts(path) : facts),
    answers,
  );
}

/** Of fixture files, headers read. */
export async function importOfFiles(names: readonly string[], answers: Answers = {}) {
  const chosen = names.map((name) => {
    const bytes = readFileSync(`tests/fixtures/imports/${name}`);
    return { file: new File([bytes], name), path: name };
  });
  const files = await gatherFiles(chosen);
  const read = new Map(files.map((file) => [file.path, file]));
  return settled(
    files,
    async (path) => factsOf(new Blob([await (read.get(path) as InFile).read(1e9)])),
    answers,
  );
}

async function settled(
  files: readonly InFile[],
  facts: (path: string) => Promise<PhotoFacts>,
  answers: Answers,
) {
  const plan = await planImport(files, new AbortController().signal);
  const looked = await Promise.all(
    plan.photos.map(async (photo) => ({ said: photo.said, facts: await facts(photo.file.path) })),
  );
  const result = settle(looked, plan.classes, plan.notes, {
    classes: answers.classes ?? {},
    frame: answers.frame ?? null,
  });
  const photos = Object.fromEntries(
    plan.photos.map((photo, i) => [
      photo.file.path,
      {
        name: photo.name,
        kind: photo.kind,
        split: photo.split,
        ...(result.outcomes[i] as (typeof result.outcomes)[number]),
      },
    ]),
  );
  return {
    formats: plan.formats,
    photos,
    notes: result.notes.list(),
    asked: result.asked,
    frame: result.frame,
  };
}
