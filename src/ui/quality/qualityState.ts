/** The Quality screen's state, and the work behind it: measure, let the models look, map, tell. */
import { signal } from '@preact/signals';
import { analysis } from '../../rpc/analysis/client.ts';
import type { QualityOverview, SampleMap } from '../../rpc/analysis/contract.ts';
import { onDataChange } from '../../store/changes.ts';
import { dayOf } from '../dataset/datasetState.ts';
import { batch } from '../read/readState.ts';
import { noteCutLists } from './open.ts';
import { modelsOf, readyEngine, seeNext } from './seeSamples.ts';

export interface QualityStatus {
  readonly state: 'empty' | 'running' | 'done';
  /** What is being done, as a sentence. */
  readonly text: string;
  readonly done: number;
  readonly total: number;
}

export const status = signal<QualityStatus>({
  state: 'running',
  text: 'Looking at what is kept …',
  done: 0,
  total: 0,
});
export const overview = signal<QualityOverview | null>(null);
export const sampleMap = signal<SampleMap | null>(null);
export const mapShare = signal<number | null>(null);
export const trouble = signal<string | null>(null);
export const paused = signal(false);

/** Figures are reckoned anew so long after the last change, and while work goes on after so long at least. */
const GATHER_MS = 150;
const SHOW_EVERY_MS = 4000;
/** Reckoning takes at most a tenth of the time. */
const SHOW_SHARE = 10;
const WAIT_MS = 400;

let opened = false;
let models: string | null = null;
let working: Promise<void> | null = null;
const changed = { all: false, ids: new Set<string>() };
let timer: ReturnType<typeof setTimeout> | null = null;
let isStale = false;

/** Starts the work, or takes it up again; it goes on in the background until all is done. */
export function openQuality(): void {
  if (!opened) {
    opened = true;
    changed.all = true;
    onDataChange(({ samples }) => {
      if (samples === 'all') changed.all = true;
      else for (const id of samples) changed.ids.add(id);
      if (timer === null) timer = setTimeout(takeChanges, GATHER_MS);
    });
  }
  work();
}

export function setPaused(on: boolean): void {
  paused.value = on;
  if (!on) work();
}

function work(): void {
  if (working) return;
  working = run()
    .catch((error: unknown) => {
      trouble.value = error instanceof Error ? error.message : String(error);
      status.value = { ...status.peek(), state: 'done', text: 'Stopped by a failure.' };
    })
    .finally(() => {
      working = null;
      if (isStale) work();
    });
}

/** An edit shows in its figures within a second, whatever else goes on. */
async function takeChanges(): Promise<void> {
  timer = null;
  const ids = changed.all ? 'all' : [...changed.ids];
  changed.all = false;
  changed.ids = new Set();
  try {
    await analysis.refresh(models, ids);
    await show();
  } catch (error) {
    trouble.value = error instanceof Error ? error.message : String(error);
  }
  isStale = true;
  work();
}

/** After a decision that is no change of data, such as "not the same". */
export const showFigures = async (): Promise<void> => void (await show());

async function show(): Promise<number> {
  const started = performance.now();
  const figures = await analysis.overview(dayOf(Date.now()), Date.now());
  noteCutLists(figures);
  overview.value = figures;
  return performance.now() - started;
}

async function run(): Promise<void> {
  trouble.value = null;
  isStale = false;
  const isFirst = changed.all;
  changed.all = false;
  let progress = await analysis.refresh(models, isFirst ? 'all' : []);
  if (progress.samples === 0) {
    await show();
    sampleMap.value = null;
    status.value = { state: 'empty', text: 'No photo is kept yet.', done: 0, total: 0 };
    return;
  }
  let shown = performance.now();
  let cost = await show();
  const showSometimes = async () => {
    if (performance.now() - shown < Math.max(SHOW_EVERY_MS, SHOW_SHARE * cost)) return;
    cost = await show();
    shown = performance.now();
  };
  while (progress.measured + progress.failed < progress.samples && !paused.peek()) {
    await waitForReading();
    progress = await analysis.measure();
    const { measured, samples } = progress;
    status.value = { state: 'running', text: 'Measuring photos', done: measured, total: samples };
    await showSometimes();
  }
  if (!paused.peek() && (await readyEngine())) {
    models = modelsOf();
    progress = await analysis.refresh(models, []);
    await show();
    while (!paused.peek()) {
      await waitForReading();
      if (!(await seeNext())) break;
      progress = await analysis.refresh(models, []);
      const { seen, samples } = progress;
      status.value = {
        state: 'running',
        text: 'The models look at photos',
        done: seen,
        total: samples,
      };
      await showSometimes();
    }
  }
  await drawMap();
  await show();
  status.value = paused.peek()
    ? { ...status.peek(), state: 'done', text: 'Paused' }
    : { state: 'done', text: doneText(progress), done: progress.seen, total: progress.samples };
}

function doneText({
  samples,
  failed,
  seen,
}: {
  samples: number;
  failed: number;
  seen: number;
}): string {
  const left = samples - seen - failed;
  if (failed > 0)
    return `${failed} of ${samples} photos could not be opened: their bytes are gone or damaged.`;
  return left > 0 ? `${left} photos wait for the models.` : 'Everything is measured.';
}

async function drawMap(): Promise<void> {
  mapShare.value = 0;
  status.value = { ...status.peek(), state: 'running', text: 'Laying out the map' };
  try {
    sampleMap.value = await analysis.layOut((share, early) => {
      mapShare.value = share;
      if (early && !sampleMap.peek()) sampleMap.value = early;
    });
  } finally {
    mapShare.value = null;
  }
}

/** Reading goes first. */
async function waitForReading(): Promise<void> {
  while (batch.run.peek() === 'running' || location.hash.startsWith('#/live')) {
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
}
