/** The second opinion: tesseract.js, self-hosted, loaded on first use. */
import englishUrl from '@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz?url&no-inline';
import type { Worker as TesseractWorker } from 'tesseract.js';
import workerUrl from 'tesseract.js/dist/worker.min.js?url&no-inline';
import relaxedCoreUrl from 'tesseract.js-core/tesseract-core-relaxedsimd-lstm.wasm.js?url&no-inline';
import simdCoreUrl from 'tesseract.js-core/tesseract-core-simd-lstm.wasm.js?url&no-inline';
import type { OnProgress } from '../core/engine.ts';
import { type OcrCropOptions, ocrPicture, toPgm } from '../core/ocrCrop.ts';
import type { PlateView } from '../core/plateCrop.ts';
import { PLATE_CHARACTERS } from '../core/plateText.ts';
import { readingFromRanked } from '../core/reading.ts';
import type { CharacterGuess, ModelRef } from '../core/types.ts';
import { VisionError } from '../inference/failure.ts';
import type { PlateAnswer, PlateReader } from '../inference/plateReader.ts';
import { absolute } from './catalogue.ts';
import { relaxedSimd } from './relaxedSimd.ts';

/** The preparation that read best on plate crops; measured in docs/reading-tesseract.md. */
export const TESSERACT_CROP: OcrCropOptions = {
  margin: -0.035,
  height: 64,
  clip: 0.05,
  invert: true,
  border: 12,
};

/** Tesseract's page segmentation mode "one uniform block": takes two-row plates as they are. */
const ONE_BLOCK = '6';

const START_TIMEOUT_MS = 120_000;

export class TesseractReader implements PlateReader {
  readonly ref: ModelRef = { id: 'tesseract-7.0-eng', sha256: '', backend: 'wasm' };
  private worker: Promise<TesseractWorker> | null = null;

  constructor(
    private readonly onProgress: OnProgress,
    private readonly crop: OcrCropOptions = TESSERACT_CROP,
  ) {}

  async read(plates: readonly PlateView[]): Promise<PlateAnswer[]> {
    const answers: PlateAnswer[] = [];
    for (const { image, box } of plates) {
      const lines = await this.recognise(toPgm(ocrPicture(image, box, this.crop)));
      const reading = readingFromRanked(lines.flat(), '_', rowsOf(lines));
      answers.push({ reading, features: null });
    }
    return answers;
  }

  /** Downloads and starts the engine; `read` does it by itself when needed. */
  async warm(): Promise<void> {
    await this.ensureWorker();
  }

  async close(): Promise<void> {
    const { worker } = this;
    this.worker = null;
    await (await worker?.catch(() => null))?.terminate();
  }

  /** @returns the lines seen, each with its characters, each with its guesses. */
  private async recognise(pgm: Uint8Array): Promise<CharacterGuess[][][]> {
    const worker = await this.ensureWorker();
    // The typed interface leaves out byte arrays, which the library passes through as they are.
    const picture = pgm as unknown as File;
    const { data } = await worker.recognize(picture, {}, { text: false, blocks: true });
    const lines = (data.blocks ?? []).flatMap((block) => block.paragraphs.flatMap((p) => p.lines));
    return lines.map((line) => line.words.flatMap((word) => word.symbols).flatMap(guessesOf));
  }

  private ensureWorker(): Promise<TesseractWorker> {
    this.worker ??= startTesseract(this.onProgress, this.ref.id).catch((error: unknown) => {
      this.worker = null; // a failed start must not be kept
      throw error;
    });
    return this.worker;
  }
}

/** What a symbol may be; nothing where none of it stands on plates. */
function guessesOf(symbol: { text: string; confidence: number }): CharacterGuess[][] {
  // Alternatives are there, but missing from the library's types.
  const { choices = [] } = symbol as { choices?: { text: string; confidence: number }[] };
  const guesses = [symbol, ...choices]
    .map(({ text, confidence }) => ({ char: text.toUpperCase(), confidence: confidence / 100 }))
    .filter(({ char }) => char.length === 1 && PLATE_CHARACTERS.includes(char));
  const distinct = guesses.filter((g, i) => guesses.findIndex((o) => o.char === g.char) === i);
  return distinct.length > 0 ? [distinct] : [];
}

/** Lines with a character in them; plates have one or two, so more are noise and none is no count. */
function rowsOf(lines: readonly (readonly unknown[])[]): 1 | 2 | null {
  const written = lines.filter((line) => line.length > 0).length;
  return written === 1 || written === 2 ? written : null;
}

async function startTesseract(onProgress: OnProgress, model: string): Promise<TesseractWorker> {
  const { createWorker, OEM } = await import('tesseract.js').then((m) => m.default ?? m);
  let ready = false;
  const started = createWorker('eng', OEM.LSTM_ONLY, {
    workerPath: absolute(workerUrl),
    corePath: absolute(relaxedSimd() ? relaxedCoreUrl : simdCoreUrl),
    // The library appends `/eng.traineddata.gz`; behind a # that is no part of the address.
    langPath: `${absolute(englishUrl)}#`,
    workerBlobURL: false,
    cacheMethod: 'none', // the service worker and the HTTP cache keep it
    logger: ({ progress, status }) => {
      if (ready) return; // from then on it logs each recognition
      onProgress({
        model,
        stage: status.startsWith('init') ? 'start' : 'download',
        loaded: Math.round(progress * 100),
        total: 100,
      });
    },
    errorHandler: () => undefined, // rejections reach us through the promises
  });
  const engine = await withTimeout(started);
  await engine.setParameters({
    tessedit_char_whitelist: PLATE_CHARACTERS,
    tessedit_pageseg_mode: ONE_BLOCK as never,
  });
  ready = true;
  onProgress({ model, stage: 'ready', loaded: 100, total: 100 });
  return engine;
}

/** The library's start never settles when its language data cannot be fetched. */
async function withTimeout(started: Promise<TesseractWorker>): Promise<TesseractWorker> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('timed out')), START_TIMEOUT_MS);
  });
  try {
    return await Promise.race([started, late]);
  } catch (error) {
    started.then((worker) => worker.terminate()).catch(() => undefined);
    throw new VisionError(
      'model',
      `The second reader (tesseract) could not be started: ${error instanceof Error ? error.message : String(error)}. Check the connection and try again.`,
      true,
    );
  } finally {
    clearTimeout(timer);
  }
}
