/** Reads photos beside each other, one engine each, and hands results over in the order of the photos. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { wholePixels } from '../../src/core/geometry.ts';
import type { PhotoOutcome, ReadOutcome } from '../../src/core/photoResult.ts';
import { plateStatus } from '../../src/core/results.ts';
import type { Detection } from '../../src/core/types.ts';
import { Engine } from '../../src/inference/engine.ts';
import { toFailure } from '../../src/inference/failure.ts';
import type { OpenPhoto } from '../../src/inference/photo.ts';
import { readPhoto } from '../../src/inference/readPhoto.ts';
import type { Models } from './models.ts';
import { nodeRuntime } from './nodeRuntime.ts';
import { openPhoto, toPng } from './openPhoto.ts';
import type { PhotoFile } from './photoFiles.ts';

export interface ReadFilesOptions {
  readonly models: Models;
  readonly inputSize: number;
  readonly threshold: number;
  readonly crops: string | null;
  /** Photos at once. */
  readonly atOnce: number;
  /** Aborted: photos under way are finished, no others begun. */
  readonly signal: AbortSignal;
}

/** @param onRead awaited, one at a time, in the order of `files` */
export async function readFiles(
  files: readonly PhotoFile[],
  options: ReadFilesOptions,
  onRead: (file: PhotoFile, outcome: PhotoOutcome) => Promise<void>,
): Promise<void> {
  const { models, atOnce, signal } = options;
  const runtime = nodeRuntime();
  const wanted = Math.min(atOnce, files.length);
  const engines = await Promise.all(
    Array.from({ length: wanted }, () => Engine.start(models, runtime)),
  );
  let next = 0;
  let handedOver: Promise<void> = Promise.resolve();
  const work = async (engine: Engine) => {
    while (next < files.length && !signal.aborted) {
      const file = files[next++] as PhotoFile;
      const reading = readFile(engine, file, options);
      // In turn: whoever is done early waits, which keeps at most `atOnce` results in memory.
      const before = handedOver;
      handedOver = (async () => {
        await before;
        await onRead(file, await reading);
      })();
      await handedOver;
    }
  };
  try {
    await Promise.all(engines.map(work));
  } finally {
    await Promise.all(engines.map((engine) => engine.close()));
  }
}

async function readFile(
  engine: Engine,
  file: PhotoFile,
  options: ReadFilesOptions,
): Promise<PhotoOutcome> {
  let photo: OpenPhoto | null = null;
  try {
    photo = await openPhoto(file.at, file.bytes);
    const { outcome, boxes } = await readPhoto(engine, photo, options);
    if (options.crops) await writeCrops(options.crops, file.path, photo, boxes, outcome);
    return outcome;
  } catch (error) {
    const { code, message } = toFailure(error);
    return { kind: 'failed', code, message };
  } finally {
    photo?.close();
  }
}

/** `DIR/<folders of the photo>/<text>_<name>-<n>.png`, named as the app names them. */
async function writeCrops(
  folder: string,
  path: string,
  photo: OpenPhoto,
  boxes: readonly Detection[],
  { plates }: ReadOutcome,
): Promise<void> {
  const stem = path.replace(/\.[^./]*$/, '');
  const name = stem.slice(stem.lastIndexOf('/') + 1);
  for (const [i, { box }] of boxes.entries()) {
    const plate = plates[i];
    const text = plate && plateStatus(plate) === 'ok' ? plate.reading?.text : 'unreadable';
    const from = wholePixels(box, photo);
    const to = join(folder, dirname(path), `${text}_${name}-${i + 1}.png`);
    await mkdir(dirname(to), { recursive: true });
    await writeFile(to, await toPng(await photo.pixels(from, from)));
  }
}
