/** Running two models over the labelled photos, in turn, and comparing what they read. */
import { signal } from '@preact/signals';
import type { EngineSettings } from '../../core/engine.ts';
import { type ComparedPhoto, compare, type Seen } from '../../core/gate/compare.ts';
import type { RegressRun } from '../../core/gate/regress.ts';
import type { Plate } from '../../core/types.ts';
import { createVision, type Vision } from '../../rpc/vision/client.ts';
import { savedGroupOf } from '../../store/groupOf.ts';
import { type FullSample, savedPhoto, savedSamples } from '../../store/library.ts';
import { saveComparison } from '../../store/models.ts';
import { settings } from '../appSettings.ts';
import { engineModels } from './engineModels.ts';
import { type KeptComparison, type ListedModel, loadModels } from './modelsState.ts';
import { regressPhotos } from './regressList.ts';

export type CompareState =
  | { readonly state: 'idle' }
  | {
      readonly state: 'running';
      readonly done: number;
      readonly total: number;
      readonly paused: boolean;
    }
  | { readonly state: 'failed'; readonly message: string };

export const compareState = signal<CompareState>({ state: 'idle' });
/** The comparison that is shown. */
export const shown = signal<KeptComparison | null>(null);

/** A side of a comparison: own models by hash, null for what ships. */
export interface Side {
  readonly detector: ListedModel;
  readonly reader: ListedModel;
}

let stop: AbortController | null = null;

export function cancelComparison(): void {
  stop?.abort();
}

export function pauseComparison(paused: boolean): void {
  const now = compareState.peek();
  if (now.state === 'running') compareState.value = { ...now, paused };
}

/** Compares; predictions stay here and change no other screen. */
export async function runComparison(reference: Side, candidate: ListedModel): Promise<void> {
  if (compareState.peek().state === 'running') return;
  stop = new AbortController();
  const aborted = stop.signal;
  compareState.value = { state: 'running', done: 0, total: 0, paused: false };
  const visions = [createVision(), createVision()] as const;
  try {
    const other = { ...reference, [candidate.task]: candidate };
    const [a, b] = await Promise.all([
      started(visions[0], reference, aborted),
      started(visions[1], other, aborted),
    ]);
    const labelled = (await savedSamples()).filter(({ label }) => isAnswered(label));
    const groupOf = await savedGroupOf();
    const list = await regressPhotos();
    const total = labelled.length + list.length;
    const regress: RegressRun[] = [];
    const photos: ComparedPhoto[] = [];
    const step = async () => {
      compareState.value = {
        state: 'running',
        done: photos.length + regress.length,
        total,
        paused: compareState.peek().state === 'running' && isPaused(),
      };
      while (isPaused() && !aborted.aborted) await new Promise((done) => setTimeout(done, 100));
      aborted.throwIfAborted();
    };
    for (const { item, photo } of list) {
      await step();
      const [before, after] = [await a.read(photo, 'photo'), await b.read(photo, 'photo')];
      regress.push({ item, before: largest(before?.plates), after: largest(after?.plates) });
    }
    let order = 0;
    let missing = 0;
    for (const kept of labelled) {
      await step();
      const bytes = await savedPhoto(kept.sample.id);
      const photo = bytes && new Blob([bytes], { type: kept.sample.type });
      // In turns, so that neither has the warmer machine.
      const sides = order++ % 2 ? [b, a] : [a, b];
      const seen: (Seen | null)[] = [];
      for (const side of sides) seen.push(photo && (await side.read(photo, kept.sample.kind)));
      if (order % 2 === 0) seen.reverse();
      const [before, after] = seen;
      if (before && after) photos.push(comparedPhoto(kept, before, after, groupOf));
      else missing++;
    }
    const result: KeptComparison = {
      id: crypto.randomUUID(),
      at: Date.now(),
      reference: { detector: reference.detector.card.id, reader: reference.reader.card.id },
      candidate: { detector: other.detector.card.id, reader: other.reader.card.id },
      model: candidate.sha256,
      task: candidate.task,
      comparison: compare(photos, regress, settings.peek().threshold),
    };
    if (missing > 0 && photos.length === 0) {
      throw new Error('None of the labelled photos could be read by both models.');
    }
    await saveComparison({ id: result.id, at: result.at, result });
    shown.value = result;
    await loadModels();
    compareState.value = { state: 'idle' };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    compareState.value = aborted.aborted ? { state: 'idle' } : { state: 'failed', message };
  } finally {
    for (const vision of visions) vision.close();
    stop = null;
  }
}

const isPaused = () => {
  const now = compareState.peek();
  return now.state === 'running' && now.paused;
};

const isAnswered = (label: FullSample['label']) =>
  label !== null && (label.noPlate || label.plates.some(({ verdict }) => verdict === 'plate'));

/** A side that is ready to read. */
async function started(vision: Vision, { detector, reader }: Side, aborted: AbortSignal) {
  const { backend, threshold, inputSize } = settings.peek();
  const models = await engineModels({ detector: detector.sha256, reader: reader.sha256 });
  const wanted: EngineSettings = {
    backend: backend === 'auto' ? 'wasm' : backend,
    reader: 'own',
    models,
  };
  await vision.start(wanted, undefined, aborted);
  const options = { threshold: Math.min(threshold, 0.05), inputSize, readThreshold: threshold };
  return {
    /** Null for a photo it cannot read. */
    async read(photo: Blob, kind: 'photo' | 'crop'): Promise<Seen | null> {
      const from = performance.now();
      if (kind === 'crop') {
        const outcome = await vision.readPlate(photo, aborted);
        if (!outcome.ok) return null;
        const box = { x: 0, y: 0, width: 1, height: 1 };
        const detection = { box, confidence: 1, classIndex: 0 };
        const ms = performance.now() - from;
        return { plates: [{ detection, reading: outcome.value }], ms };
      }
      const outcome = await vision.readPhoto(
        photo,
        { ...options, thumbnailSize: 0, crops: false },
        aborted,
      );
      if (!outcome.ok) return null;
      const { plates, times } = outcome.value.outcome;
      return { plates, ms: times.totalMs };
    },
  };
}

/** The text of the surest plate, '' for none that counts. */
function largest(plates: readonly Plate[] | undefined): string {
  return plates?.find(({ reading }) => reading?.text)?.reading?.text ?? '';
}

function comparedPhoto(
  { sample, label, split }: FullSample,
  reference: Seen,
  candidate: Seen,
  groupOf: ReadonlyMap<string, string>,
): ComparedPhoto {
  const truth = label?.plates ?? [];
  // A picture that is one plate has no detector to judge.
  const whole = truth[0]?.box ?? { x: 0, y: 0, ...sample.size };
  const asCrop = (seen: Seen): Seen => ({
    ...seen,
    plates: seen.plates.map((p) => ({ ...p, detection: { ...p.detection, box: whole } })),
  });
  const isCrop = sample.kind === 'crop';
  return {
    sample: sample.id,
    file: sample.file,
    split,
    source: sample.source,
    group: groupOf.get(sample.id) ?? sample.id,
    truth,
    reference: isCrop ? asCrop(reference) : reference,
    candidate: isCrop ? asCrop(candidate) : candidate,
  };
}
