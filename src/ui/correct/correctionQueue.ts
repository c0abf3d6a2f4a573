/**
 * Keeping corrections, one after the other in the order they were made, with undo and redo. The
 * screen shows a change at once; "kept" stands there only after it was read back from disk.
 */
import { computed, signal } from '@preact/signals';
import { applyEdits } from '../../core/dataset/edits.ts';
import type { Label, LabelEdit } from '../../core/dataset/types.ts';
import { isKept, savedLog } from '../../store/library.ts';
import { StoreError } from '../../store/storeError.ts';
import { announce } from '../components/announce.ts';
import { showError, showToast } from '../components/toasts.tsx';
import { plural } from '../format/numbers.ts';
import type { AnnotationTarget } from './annotationTarget.ts';
import { afterAll, enqueue, untilDone } from './saveQueue.ts';
import { plateOf, type StepPlate } from './stepPlate.ts';
import { prepare, storing } from './storing.ts';

/** A kept change, to be taken back by its number. */
interface Change {
  readonly target: AnnotationTarget;
  /** Null where it was on the photo as a whole. */
  readonly plate: StepPlate | null;
  readonly revision: number;
  /** How to take it back where its label has no sample. */
  readonly inverse: readonly LabelEdit[] | null;
}

/** What was done that is no change of a label, and is taken back in its turn with those. */
export interface Deed {
  /** @throws Expired where it can never be taken back any more */
  readonly undo: () => Promise<void>;
  readonly redo: () => Promise<void>;
  /** Its message stays until `hush`. */
  readonly stays?: true;
}

/** Says why something cannot be taken back any more, however often one tries. */
export class Expired extends Error {}

/** What one undo takes back: a change, all changes of a bulk action, or something else that was said. */
type Step = readonly Change[] | Deed;

const done = signal<readonly Step[]>([]);
const undone = signal<readonly Step[]>([]);
export const canUndo = computed(() => done.value.length > 0);
export const canRedo = computed(() => undone.value.length > 0);
/** @returns whether the screen could show it; nothing where it shows no photos */
type StepListener = (target: AnnotationTarget, plate: StepPlate | null) => boolean | undefined;
const stepListeners = new Set<StepListener>();

/**
 * Hears which photo and plate an undo or redo was on, for the screen may show another by now. Where it is
 * in no list that is shown, that is said.
 */
export function onStep(listener: StepListener): () => void {
  stepListeners.add(listener);
  return () => stepListeners.delete(listener);
}

const HISTORY = 500; // more steps than anyone takes back

/** Messages with an Undo of their own; they go when their step is taken back some other way. */
const messages = new WeakMap<Step, () => void>();
let unsay = () => {}; // takes a message away that the next step makes untrue

/** Shows what the last step came to, until there is another. */
export function tellUntilNext(text: string): void {
  unsay();
  unsay = showToast({ text });
}

function tell(step: Step, text: string): void {
  const run = async () => {
    await untilDone(); // a change still on its way must be there to be taken back
    if (done.peek().includes(step)) await takeBack(step, done, undone);
  };
  const stays = 'undo' in step && step.stays === true;
  messages.set(step, showToast({ text, stays, action: { label: 'Undo', run } }));
}

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
    /** Says what it came to, with Undo where anything can be taken back: of these, wherever they stand. */
    tell: (text: string): void => {
      if (done.peek().includes(changes)) tell(changes, text);
      else showToast({ text });
    },
  };
}

/**
 * Does something of that kind, after all that was said before it.
 * @param text says that it was done, with an Undo
 */
export function act(deed: Deed, text?: string): Promise<void> {
  return noteDone(deed, text, deed.redo);
}

/** The same of something that is done already. */
export async function noteDone(deed: Deed, text?: string, first = async () => {}): Promise<void> {
  unsay();
  await afterAll(first);
  remember(deed);
  if (text) tell(deed, text);
}

/** Takes a deed's message away; what it says can be taken back still. */
export function hush(deed: Deed): void {
  messages.get(deed)?.();
}

/** Lets a deed go that can be neither taken back nor done again any more, with its message. */
export function forget(deed: Deed): void {
  hush(deed);
  for (const steps of [done, undone]) steps.value = steps.peek().filter((step) => step !== deed);
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
  unsay();
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

/**
 * What led back from the latest change of a photo that holds such an edit, also of an earlier visit; null
 * where there is none, or its label is kept beside a result.
 */
export async function undoEdits(
  target: AnnotationTarget,
  isIt: (edit: LabelEdit) => boolean,
): Promise<readonly LabelEdit[] | null> {
  await untilDone();
  const sample = target.sample.peek();
  const log = sample === null ? [] : await savedLog(sample).catch(() => []);
  return [...log].reverse().find(({ edits }) => edits.some(isIt))?.undo ?? null;
}

export function redo(): void {
  void step(undone, done);
}

async function step(from: typeof done, to: typeof done, on?: AnnotationTarget): Promise<void> {
  await untilDone(); // a change still on its way must be there to be taken back
  const last = on ? lastOn(from.peek(), on) : from.peek().at(-1);
  if (last) await takeBack(last, from, to);
}

async function takeBack(last: Step, from: typeof done, to: typeof done): Promise<void> {
  const said = from === done ? 'Taken back' : 'Done again';
  unsay();
  messages.get(last)?.();
  from.value = from.peek().filter((other) => other !== last);
  if ('undo' in last) {
    try {
      await (from === done ? last.undo() : last.redo());
      to.value = [...to.peek(), last];
      announce(`${said}.`);
    } catch (error) {
      if (!(error instanceof Expired)) from.value = [...from.peek(), last];
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
  if (last.length > 1) tellUntilNext(`${said}: ${plural(taken.length, 'answer')}.`);
  else {
    const { target, revision, inverse } = first;
    const left = target.label.peek();
    // The answer was what kept the photo.
    if (revision === 2 && !inverse && left?.plates.length === 0 && !left.noPlate) {
      tellUntilNext('Taken back. The photo stays in Dataset, without an answer.');
    } else announce(`${said}.`);
    const shown = [...stepListeners].map((listener) => listener(target, first.plate));
    if (shown.includes(false) && !shown.includes(true)) {
      tellUntilNext(`${said}: an answer to ${target.file}, which is not in this list.`);
    }
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
