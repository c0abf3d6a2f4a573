/**
 * Reading kept photos in the background: one after the other while other screens are used, with
 * pause and cancel. What is read is kept at once, so that a closed page loses only the photo it was at.
 */
import { signal } from '@preact/signals';
import { predictionId } from '../../core/dataset/predictionId.ts';
import type { Prediction } from '../../core/dataset/types.ts';
import { sourceOf } from '../../core/learning/source.ts';
import { savedPhoto, savedSample } from '../../store/library.ts';
import { savePrediction } from '../../store/predictions.ts';
import { settings } from '../appSettings.ts';
import { announce } from '../components/announce.ts';
import { showToast } from '../components/toasts.tsx';
import { readPhoto, startEngine } from '../engine.ts';
import { plural } from '../format/numbers.ts';

export interface ReadJob {
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  readonly state: 'running' | 'paused';
}

/** Null while nothing is read. */
export const readJob = signal<ReadJob | null>(null);

let waiting: string[] = [];
let pumping = false;

/** Reads these samples; those of an earlier call come first. */
export function readSamples(ids: readonly string[]): void {
  const fresh = ids.filter((id) => !waiting.includes(id));
  waiting.push(...fresh);
  const { done = 0, total = 0, failed = 0 } = readJob.peek() ?? {};
  readJob.value = { done, failed, total: total + fresh.length, state: 'running' };
  void pump();
}

export function pauseReading(): void {
  change({ state: 'paused' });
}

export function resumeReading(): void {
  change({ state: 'running' });
  void pump();
}

/** The photo being read still finishes. */
export function cancelReading(): void {
  waiting = [];
  readJob.value = null;
}

function change(patch: Partial<ReadJob>): void {
  const now = readJob.peek();
  if (now) readJob.value = { ...now, ...patch };
}

async function pump(): Promise<void> {
  if (pumping) return;
  pumping = true;
  try {
    while (readJob.peek()?.state === 'running') {
      if (!(await startEngine())) {
        change({ state: 'paused' });
        showToast({ tone: 'error', text: 'The reader could not start, so reading is paused.' });
        return;
      }
      const id = waiting.shift();
      if (id === undefined) return finish();
      const isRead = await readOne(id).catch(() => false);
      const now = readJob.peek();
      if (now) change({ done: now.done + 1, failed: now.failed + (isRead ? 0 : 1) });
    }
  } finally {
    pumping = false;
  }
}

function finish(): void {
  const { done = 0, failed = 0 } = readJob.peek() ?? {};
  readJob.value = null;
  const text = `${plural(done - failed, 'photo')} read.${failed > 0 ? ` ${plural(failed, 'photo')} could not be read.` : ''}`;
  showToast({ text });
  announce(text);
}

/** Reads one kept photo at once, beside a job that may be running. @returns whether it is kept */
export async function readSample(id: string): Promise<boolean> {
  return (await startEngine()) && readOne(id);
}

/** @returns whether it could be read and is kept */
async function readOne(id: string): Promise<boolean> {
  const bytes = await savedPhoto(id);
  if (!bytes) return false;
  const { threshold, inputSize, country } = settings.peek();
  const known = await savedSample(id);
  const source = known ? sourceOf(known.sample.file, known.sample.source) : '';
  const origin = { source, country };
  const options = { threshold, inputSize, origin, thumbnailSize: 0, crops: false };
  const result = await readPhoto(new Blob([bytes]), options);
  if (!result.ok) return false;
  const { plates, detector, reader, embedding = null } = result.value.outcome;
  const prediction: Prediction = {
    ...{ sample: id, id: predictionId(detector, reader, plates), at: Date.now() },
    ...{ plates, detector, reader, embedding },
  };
  return savePrediction(prediction);
}
