/** The vision worker: holds the engine, answers `VisionApi`. */
import { expose, transfer } from 'comlink';
import { openEngine } from '../src/browser/openEngine.ts';
import {
  analysePhotoFile,
  readBoxesFile,
  readPhotoFile,
  readPlateFile,
} from '../src/browser/readPhotoFile.ts';
import type { EngineInfo, EngineSettings } from '../src/core/engine.ts';
import type { Outcome } from '../src/core/failure.ts';
import type { Engine } from '../src/inference/engine.ts';
import { toFailure, VisionError } from '../src/inference/failure.ts';
import type { LiveApi, VisionApi } from '../src/rpc/vision/contract.ts';

/** Only the Live screen needs these; photos are read without. */
const live = () => import('../src/inference/frame.ts');
const pictures = () => import('../src/browser/framePicture.ts');

let engine: Promise<Engine> | null = null;
let startedWith = '';

/** Any result or failure as data: exceptions would lose their codes on the way. */
async function outcome<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, failure: toFailure(error) };
  }
}

async function running(): Promise<Engine> {
  if (!engine) throw new VisionError('engine', 'The reader was not started. Reload the page.');
  return engine;
}

const api = {
  start(settings, onProgress): Promise<Outcome<EngineInfo>> {
    return outcome(async () => {
      const key = keyOf(settings);
      if (key !== startedWith) {
        await (await engine?.catch(() => null))?.close();
        engine = openEngine(settings, onProgress);
        startedWith = key;
        engine.catch(() => {
          startedWith = ''; // a failed start must not be kept
        });
      }
      const started = await running();
      started.reader.takeLayer?.(settings.layer ?? null);
      return started.info();
    });
  },
  readPhoto: (photo, options) =>
    outcome(async () => readPhotoFile(await running(), photo, options)),
  readPlate: (crop) => outcome(async () => readPlateFile(await running(), crop)),
  analysePhoto: (photo, options) =>
    outcome(async () => analysePhotoFile(await running(), photo, options)),
  readBoxes: (photo, boxes, origin) =>
    outcome(async () => readBoxesFile(await running(), photo, boxes, { features: true, origin })),
  readerHead: () => outcome(async () => (await running()).reader.head ?? null),
  tune: () => outcome(async () => (await running()).tune()),
  async detectFrame(frame, options) {
    try {
      const found = await outcome(async () => {
        const picture = (await pictures()).framePicture(frame);
        return (await live()).detectFrame(await running(), picture, options);
      });
      if (!found.ok) return found;
      const buffers = found.value.plates.flatMap((p) => (p.crop ? [p.crop.image.data.buffer] : []));
      return transfer(found, buffers as ArrayBuffer[]);
    } finally {
      frame.close();
    }
  },
  timeDetector: (inputSize, runs) =>
    outcome(async () => (await live()).timeDetector(await running(), inputSize, runs)),
  readCrops: (crops, tta) =>
    outcome(async () => (await live()).readCrops(await running(), crops, tta)),
} satisfies VisionApi & LiveApi;

/** What a start depends on; a remembered backend does not restart a running engine. */
function keyOf({ backend, reader, models }: EngineSettings): string {
  return [backend, reader, models?.detector?.card.sha256, models?.reader?.card.sha256].join(' ');
}

expose(api);
