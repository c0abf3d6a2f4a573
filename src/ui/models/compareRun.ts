/** Running two models over the labelled photos, in turn, and comparing what they read. */
import { signal } from '@preact/signals';
import { ahead } from '../../core/ahead.ts';
import type { EngineSettings } from '../../core/engine.ts';
import { type BothSeen, type ComparedPhoto, compare } from '../../core/gate/compare.ts';
import { partLearnt } from '../../core/gate/learnt.ts';
import { ownRegressRuns } from '../../core/gate/ownRegress.ts';
import type { RegressRun } from '../../core/gate/regress.ts';
import { compareUnlabelled, type UnlabelledPhoto } from '../../core/gate/unlabelled.ts';
import { MAX_DECODED_PIXELS } from '../../core/image/bound.ts';
import type { Plate } from '../../core/types.ts';
import { createTrial, type Trial } from '../../rpc/trial/client.ts';
import { savedGroupOf } from '../../store/groupOf.ts';
import { type FullSample, savedPhoto, savedSamples } from '../../store/library.ts';
import { saveComparison } from '../../store/models.ts';
import { savedPins } from '../../store/pins.ts';
import { settings } from '../appSettings.ts';
import {
  comparedPhoto,
  confirmedTwice,
  isAnswered,
  readBefore,
  type Side,
  savedKinds,
  trialId,
} from './comparePhotos.ts';
import { engineModels } from './engineModels.ts';
import { type KeptComparison, type ListedModel, loadModels } from './modelsState.ts';
import { regressPhotos } from './regressList.ts';
import { isTesseract } from './tesseractModel.ts';
import { createTrialKeeper } from './trialKeeper.ts';

export type CompareState =
  | { readonly state: 'idle' }
  | {
      readonly state: 'running';
      readonly done: number;
      readonly total: number;
      readonly paused: boolean;
      /** Milliseconds to go at the pace so far; null while that cannot be said. */
      readonly leftMs: number | null;
    }
  | { readonly state: 'stopped'; readonly done: number; readonly total: number }
  | { readonly state: 'failed'; readonly message: string };

export const compareState = signal<CompareState>({ state: 'idle' });
/** The comparison that is shown. */
export const shown = signal<KeptComparison | null>(null);

let stop: (() => void) | null = null;

export function cancelComparison(): void {
  stop?.();
}

export function pauseComparison(paused: boolean): void {
  const now = compareState.peek();
  if (now.state === 'running') compareState.value = { ...now, paused, leftMs: null };
}

/**
 * Compares; predictions stay here and change no other screen. What was read is kept, so that a
 * comparison that was stopped goes on where it was.
 * @param withUnlabelled also photos without an answer: they are shown where they differ, and count nothing
 */
export async function runComparison(
  reference: Side,
  candidate: ListedModel,
  withUnlabelled = false,
): Promise<void> {
  if (compareState.peek().state === 'running') return;
  let isStopped = false;
  let trial: Trial | null = null;
  let keeper: ReturnType<typeof createTrialKeeper> | null = null;
  stop = () => {
    isStopped = true;
    trial?.close();
  };
  compareState.value = { state: 'running', done: 0, total: 0, paused: false, leftMs: null };
  try {
    const other: Side = { ...reference, [candidate.task]: candidate };
    const sides = [reference, other] as const;
    const { threshold, inputSize } = settings.peek();
    trial = createTrial([await engineSettings(reference), await engineSettings(other)]);
    await trial.start();
    const samples = await savedSamples();
    const labelled = samples.filter(isAnswered);
    const wanted = withUnlabelled ? samples : labelled;
    const [list, groupOf, kindsOf, pinned, confirmed] = await Promise.all([
      regressPhotos(),
      savedGroupOf(),
      savedKinds(),
      savedPins(),
      confirmedTwice(labelled),
    ]);
    const ids = [
      trialId(reference, inputSize, threshold),
      trialId(other, inputSize, threshold),
    ] as const;
    keeper = createTrialKeeper(ids, sides);
    const before = await readBefore(ids);
    const known = wanted.filter(({ sample }) => before.has(sample.id));
    const times = { reference: [] as number[], candidate: [] as number[] };
    const progress = createProgress(list.length + wanted.length, known.length, () => isStopped);
    let turn = 0;
    const took = { ms: 0, runMs: 0 };
    const read = async (photo: Blob, isCrop: boolean): Promise<BothSeen | null> => {
      const outcome = await (trial as Trial).read(photo, {
        threshold: Math.min(threshold, 0.05),
        inputSize,
        readThreshold: threshold,
        isCrop,
        turn: (turn++ % 2) as 0 | 1,
      });
      if (!outcome.ok) return null;
      for (const { runMs = 0 } of outcome.value) took.runMs += runMs;
      if (!isCrop) {
        times.reference.push(outcome.value[0].ms);
        times.candidate.push(outcome.value[1].ms);
      }
      return outcome.value;
    };
    const regress: RegressRun[] = [];
    for (const { item, photo } of list) {
      const seen = await read(photo, false);
      if (!seen)
        throw new Error('One of the two could not read the pictures that come with the app.');
      regress.push({ item, before: surest(seen[0].plates), after: surest(seen[1].plates) });
      await progress.step();
    }
    const photos: ComparedPhoto[] = [];
    const others: UnlabelledPhoto[] = [];
    const take = (kept: FullSample, seen: BothSeen) => {
      const photo = comparedPhoto(kept, seen, groupOf, kindsOf);
      (isAnswered(kept) ? photos : others).push(photo);
    };
    for (const kept of known) take(kept, before.get(kept.sample.id) as BothSeen);
    took.runMs = 0;
    const from = performance.now();
    const unread = wanted.filter(({ sample }) => !before.has(sample.id));
    const readKept = async (kept: FullSample) => {
      const { id, type, kind } = kept.sample;
      const bytes = await savedPhoto(id); // null where they are gone
      return { kept, seen: bytes && (await read(new Blob([bytes], { type }), kind === 'crop')) };
    };
    const limits = {
      // The worker hears of other photos only between two readings, and opening one takes some turns.
      most: 8,
      weight: ({ sample: { size } }: FullSample) => size.width * size.height,
      limit: 2 * MAX_DECODED_PIXELS,
    };
    for await (const { kept, seen } of ahead(unread, limits, readKept)) {
      if (seen) await keeper.add(kept.sample.id, seen);
      if (seen) take(kept, seen);
      await progress.step();
    }
    await keeper.flush();
    // Of photos that show one vehicle the first counts: the same one, however often the run was stopped.
    photos.sort((a, b) => (a.sample < b.sample ? -1 : 1));
    if (labelled.length > 0 && photos.length === 0) {
      throw new Error('None of the labelled photos could be read.');
    }
    took.ms = performance.now() - from;
    const cards = [reference.detector, reference.reader, candidate].map(({ card }) => card);
    const { unseen, learnt } = partLearnt(photos, cards);
    const runs = [...regress, ...ownRegressRuns(photos, { pinned, confirmed }, threshold)];
    const result: KeptComparison = {
      id: crypto.randomUUID(),
      at: Date.now(),
      reference: names(reference),
      candidate: names(other),
      model: candidate.sha256,
      task: candidate.task,
      ...(candidate.card.plateClasses && { classes: candidate.card.plateClasses }),
      bytes: { reference: reference[candidate.task].card.bytes, candidate: candidate.card.bytes },
      took,
      unread: wanted.length - photos.length - others.length,
      ...(withUnlabelled && { unlabelled: compareUnlabelled(others, threshold) }),
      learnt: learnt.length,
      comparison: compare(unseen, runs, threshold, times),
    };
    await saveComparison({ id: result.id, at: result.at, result });
    shown.value = result;
    await loadModels();
    compareState.value = { state: 'idle' };
  } catch (error) {
    await keeper?.flush().catch(() => undefined); // before another run asks what was read
    const message = error instanceof Error ? error.message : String(error);
    const now = compareState.peek();
    if (!isStopped) compareState.value = { state: 'failed', message };
    else if (now.state === 'running') compareState.value = { ...now, state: 'stopped' };
  } finally {
    trial?.close();
    stop = null;
  }
}

const names = ({ detector, reader }: Side) => ({
  detector: detector.card.id,
  reader: reader.card.id,
});

/** Counts photos, waits while paused, and ends what was stopped. */
function createProgress(total: number, known: number, isStopped: () => boolean) {
  let done = known;
  let spent = 0;
  let from = performance.now();
  const tell = () => {
    const now = compareState.peek();
    const paused = now.state === 'running' && now.paused;
    const each = spent / Math.max(1, done - known);
    const leftMs = done - known >= 5 && !paused ? each * (total - done) : null;
    compareState.value = { state: 'running', done, total, paused, leftMs };
    return paused;
  };
  tell();
  return {
    async step() {
      done++;
      spent += performance.now() - from;
      while (tell() && !isStopped()) await new Promise((again) => setTimeout(again, 100));
      if (isStopped()) throw new Error('stopped');
      from = performance.now();
    },
  };
}

/** What an engine needs to be this side. */
async function engineSettings({ detector, reader }: Side): Promise<EngineSettings> {
  const { backend } = settings.peek();
  const own = isTesseract(reader) ? null : reader.sha256;
  return {
    backend: backend === 'auto' ? 'wasm' : backend,
    reader: isTesseract(reader) ? 'tesseract' : 'own',
    models: await engineModels({ detector: detector.sha256, reader: own }),
  };
}

/** The text of the surest plate that was read, '' for none. */
function surest(plates: readonly Plate[]): string {
  return plates.find(({ reading }) => reading?.text)?.reading?.text ?? '';
}
