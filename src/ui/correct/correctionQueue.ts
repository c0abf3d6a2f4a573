/**
 * Keeping corrections, one after the other in the order they were made, with undo and redo. The
 * screen shows a change at once; "kept" stands there only after it was read back from disk.
 */
import { computed, signal } from '@preact/signals';
import { applyEdits } from '../../core/dataset/edits.ts';
import type { Label, LabelEdit } from '../../core/dataset/types.ts';
import { onDataChange } from '../../store/changes.ts';
import { isKept, savedSample } from '../../store/library.ts';
import { updateMarker } from '../../store/page/marker.ts';
import { StoreError } from '../../store/storeError.ts';
import { announce } from '../components/announce.ts';
import { showError, showToast } from '../components/toasts.tsx';
import { plural } from '../format/numbers.ts';
import { askForLasting, noteKept } from '../lasting.ts';
import type { AnnotationTarget } from './annotationTarget.ts';
import { plateOf, type StepPlate } from './stepPlate.ts';
import { prepare, storing } from './storing.ts';
import { untilWritten } from './untilWritten.ts';

/** The picture and its crops load first. */
const LOAD_AFTER_MS = 500;

/** A kept change, to be taken back by its number. */
interface Change {
  readonly target: AnnotationTarget;
  /** Null where it was on the photo as a whole. */
  readonly plate: StepPlate | null;
  readonly revision: number;
  /** How to take it back where its label has no sample. */
  readonly inverse: readonly LabelEdit[] | null;
}

/** What was said that is no change of a label, and is taken back in its turn with those. */
export interface Deed {
  readonly undo: () => Promise<void>;
  readonly redo: () => Promise<void>;
}

/** What one undo takes back: a change, all changes of a bulk action, or something else that was said. */
type Step = readonly Change[] | Deed;

const done = signal<readonly Step[]>([]);
const undone = signal<readonly Step[]>([]);
export const canUndo = computed(() => done.value.length > 0);
export const canRedo = computed(() => undone.value.length > 0);
/** Changes not yet on disk. */
export const pending = signal(0);
type StepListener = (target: AnnotationTarget, plate: StepPlate | null) => void;
const stepListeners = new Set<StepListener>();

/** Hears which photo and plate an undo or redo was on, for the screen may show another by now. */
export function onStep(listener: StepListener): () => void {
  stepListeners.add(listener);
  return () => stepListeners.delete(listener);
}

globalThis.addEventListener?.('beforeunload', (event) => {
  if (pending.peek() > 0) event.preventDefault(); // the browser asks: what is on its way would be lost
});

const HISTORY = 500; // more steps than anyone takes back
let queue: Promise<unknown> = Promise.resolve();
let asked = false;
let unsay = () => {}; // takes the last undo's message away, before the next step makes it untrue

/** Changes a label: at once on the screen, then on disk. Failures are shown. @returns whether it is kept */
export function correct(target: AnnotationTarget, edits: readonly LabelEdit[]): Promise<boolean> {
  return keep(target, edits, (change) => remember([change]));
}

/** A bulk action: its changes are one step of undo from `end` on, also while some are on their way. */
export function beginBulk() {
  const changes: Change[] = [];
  const runs: Promise<boolean>[] = [];
  return {
    /** @returns whether it was kept */
    correct: (target: AnnotationTarget, edits: readonly LabelEdit[]): Promise<boolean> => {
      const run = keep(target, edits, (change) => changes.push(change));
      runs.push(run);
      return run;
    },
    end: (): void => {
      if (runs.length > 0) remember(changes);
      void Promise.all(runs).then((kept) => {
        if (!kept.includes(true)) done.value = done.peek().filter((step) => step !== changes);
      });
    },
    /** Takes these changes back, wherever they stand among the others. */
    undo: (): void => {
      if (done.peek().includes(changes)) void takeBack(changes, done, undone);
    },
  };
}

/** Does something of that kind, after all that was said before it. */
export function act(deed: Deed): Promise<void> {
  const run = queue.then(deed.redo).then(() => remember(deed));
  queue = run.catch(() => undefined);
  return run;
}

function remember(step: Step): void {
  done.value = [...done.value, step].slice(-HISTORY);
  undone.value = [];
}

function keep(
  target: AnnotationTarget,
  edits: readonly LabelEdit[],
  kept: (change: Change) => void,
): Promise<boolean> {
  const at = Date.now();
  const before = target.label.peek();
  const context = {
    sample: target.sample.peek() ?? '',
    at,
    prediction: target.prediction?.id ?? null,
  };
  try {
    target.label.value = applyEdits(before, edits, context).label;
  } catch (error) {
    showError(error);
    return Promise.resolve(false);
  }
  const plate = plateOf(edits);
  return enqueue(target, async () => {
    const known = target.sample.peek();
    // A sample may have been deleted or wiped since; while its photo is at hand it is kept anew.
    const isHere = known !== null && (await isKept(known));
    if (!isHere && target.photo === null && target.shelf) {
      const { label, entry } = await target.shelf.save(edits, at);
      kept({ target, plate, revision: entry.revision, inverse: entry.undo });
      return label;
    }
    const prepared = isHere ? null : await prepare(target);
    const sample = prepared?.sample.id ?? (known as string);
    const prediction = target.prediction && { ...target.prediction, sample };
    const { saveCorrection } = await storing();
    const facts = { prepared, sample, prediction, at };
    // What was said while the photo was not at hand comes with it now.
    const earlier = known === null ? editsOf(before) : [];
    if (earlier.length > 0) await saveCorrection({ ...facts, edits: earlier });
    const { label, entry } = await saveCorrection({ ...facts, edits });
    target.sample.value = sample;
    kept({ target, plate, revision: entry.revision, inverse: null });
    return label;
  });
}

/** Edits that make a label anew. */
function editsOf(label: Label | null): readonly LabelEdit[] {
  if (label === null) return [];
  const plates = label.plates.map((value): LabelEdit => ({ kind: 'plate', id: value.id, value }));
  return label.noPlate ? [...plates, { kind: 'no-plate', value: true }] : plates;
}

const lastOn = (steps: readonly Step[], on: AnnotationTarget) =>
  steps.filter((step) => !('undo' in step) && step.every(({ target }) => target === on)).at(-1);
/** Whether `undo` has something to take back on this photo alone. */
export const canUndoOn = (target: AnnotationTarget) => lastOn(done.value, target) !== undefined;

/** Takes the last step of this page back, wherever it was, or the last on one photo alone. */
export function undo(on?: AnnotationTarget): void {
  void step(done, undone, on);
}

export function redo(): void {
  void step(undone, done);
}

async function step(from: typeof done, to: typeof done, on?: AnnotationTarget): Promise<void> {
  await queue; // a change still on its way must be there to be taken back
  const last = on ? lastOn(from.peek(), on) : from.peek().at(-1);
  if (last) await takeBack(last, from, to);
}

async function takeBack(last: Step, from: typeof done, to: typeof done): Promise<void> {
  const said = from === done ? 'Taken back' : 'Done again';
  unsay();
  from.value = from.peek().filter((other) => other !== last);
  if ('undo' in last) {
    try {
      await (from === done ? last.undo() : last.redo());
      to.value = [...to.peek(), last];
      announce(`${said}.`);
    } catch (error) {
      from.value = [...from.peek(), last];
      showError(error);
    }
    return;
  }
  const taken: Change[] = [];
  const left: Change[] = [];
  // All stand in the queue at once: another undo must not come between them.
  await Promise.all(
    [...last].reverse().map((change) =>
      enqueue(change.target, async () => {
        const { target, plate } = change;
        try {
          const { label, entry, inverse } = await takenBack(change);
          taken.push({ target, plate, revision: entry.revision, inverse });
          return label;
        } catch (error) {
          // What someone changed since is theirs now; what only failed can be tried again.
          if (!(error instanceof StoreError && error.code === 'conflict')) left.unshift(change);
          throw error;
        }
      }),
    ),
  );
  if (left.length > 0) from.value = [...from.peek(), left];
  if (taken.length > 0) to.value = [...to.peek(), taken];
  const [first] = taken;
  if (!first) return;
  // A bulk action may have been elsewhere.
  if (last.length > 1) showToast({ text: `${said}: ${plural(taken.length, 'answer')}.` });
  else {
    const { target, revision, inverse } = first;
    const left = target.label.peek();
    // The answer was what kept the photo.
    if (revision === 2 && !inverse && left?.plates.length === 0 && !left.noPlate) {
      unsay = showToast({ text: 'Taken back. The photo stays in Dataset, without an answer.' });
    } else announce(`${said}.`);
    for (const listener of stepListeners) listener(first.target, first.plate);
  }
}

async function takenBack({ target, revision, inverse }: Change) {
  const at = Date.now();
  if (inverse && target.shelf) {
    const { label, entry } = await target.shelf.save(inverse, at);
    return { label, entry, inverse: entry.undo };
  }
  const { undoCorrection } = await storing();
  const sample = target.sample.peek() as string;
  return { ...(await undoCorrection(sample, revision, at)), inverse: null };
}

function enqueue(
  target: AnnotationTarget,
  work: () => Promise<AnnotationTarget['label']['value']>,
): Promise<boolean> {
  target.saving.value = { state: 'keeping' };
  pending.value += 1;
  const run = queue.then(async () => {
    try {
      const label = await untilWritten(target, work);
      finishOne(target);
      // A later change is already on the screen; the last one to be kept has the last word.
      if ((waiting.get(target) ?? 0) === 0) {
        target.label.value = label;
        target.saving.value = { state: 'kept' };
      }
      void afterFirst(); // the browser may ask the person: what comes next must not wait for that
      return true;
    } catch (error) {
      finishOne(target);
      const message = error instanceof Error ? error.message : String(error);
      await reload(target);
      target.saving.value = { state: 'failed', message };
      showToast({ tone: 'error', text: message });
      return false;
    } finally {
      pending.value -= 1;
      if (pending.peek() === 0) void updateMarker(Date.now()).catch(() => undefined);
    }
  });
  waiting.set(target, (waiting.get(target) ?? 0) + 1);
  queue = run;
  return run;
}

/** Changes of a target still on their way. */
const waiting = new WeakMap<AnnotationTarget, number>();

function finishOne(target: AnnotationTarget): void {
  waiting.set(target, Math.max(0, (waiting.get(target) ?? 1) - 1));
}

/** The browser is asked for lasting storage once, when there is something worth it. */
async function afterFirst(): Promise<void> {
  noteKept();
  if (asked) return;
  asked = true;
  await askForLasting().catch(() => null);
}

const watched = new Set<WeakRef<AnnotationTarget>>();

/** Shows what other tabs do to this target; returns the function that stops. */
export function watch(target: AnnotationTarget): () => void {
  const ref = new WeakRef(target);
  watched.add(ref);
  setTimeout(() => void storing().catch(() => undefined), LOAD_AFTER_MS);
  return () => watched.delete(ref);
}

onDataChange(({ samples }) => {
  for (const ref of watched) {
    const target = ref.deref();
    const id = target?.sample.peek();
    if (!target || !id || (waiting.get(target) ?? 0) > 0) continue;
    if (samples === 'all' || samples.includes(id)) void reload(target);
  }
});

async function reload(target: AnnotationTarget): Promise<void> {
  const id = target.sample.peek();
  if (id === null) {
    target.label.value = target.shelf?.saved() ?? null;
    return;
  }
  // What cannot be read just now stays on the screen as it is: a plate that vanishes says a lie.
  const found = await savedSample(id).catch(() => undefined);
  if (found === undefined) return;
  if ((waiting.get(target) ?? 0) > 0) return;
  target.label.value = found?.label ?? null;
  target.saving.value = { state: found?.label ? 'kept' : 'idle' };
}
