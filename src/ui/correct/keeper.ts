/**
 * Keeping corrections, one after the other in the order they were made, with undo and redo. The
 * screen shows a change at once; "kept" stands there only after it was read back from disk.
 */
import { computed, signal } from '@preact/signals';
import { applyEdits } from '../../core/dataset/edits.ts';
import type { LabelEdit, PreparedSample } from '../../core/dataset/types.ts';
import { onDataChange } from '../../store/changes.ts';
import { isKept, savedSample } from '../../store/library.ts';
import { updateMarker } from '../../store/page/marker.ts';
import { isPersisted } from '../../store/page/persist.ts';
import { StoreError } from '../../store/storeError.ts';
import { settings } from '../appSettings.ts';
import { announce } from '../components/announce.ts';
import { showError, showToast } from '../components/toasts.tsx';
import { askForLasting } from '../lasting.ts';
import type { Subject } from './subject.ts';

/** The code that keeps. A reading needs none of it: it loads while the first one is looked at. */
async function keeping() {
  try {
    const [{ prepareSample }, { saveCorrection, undoCorrection }] = await Promise.all([
      import('../../rpc/archive/client.ts'),
      import('../../store/corrections.ts'),
    ]);
    return { prepareSample, saveCorrection, undoCorrection };
  } catch (error) {
    throw new Error(
      'The part of the app that keeps corrections could not be loaded. Check the connection and answer again; if that does not help, reload the page.',
      { cause: error },
    );
  }
}

/** The picture and its crops load first. */
const LOAD_AFTER_MS = 500;

/** A kept change, to be taken back by its number. */
interface Change {
  readonly subject: Subject;
  readonly revision: number;
}

/** What one undo takes back: a change, or all changes of a bulk action. */
type Step = readonly Change[];

const done = signal<readonly Step[]>([]);
const undone = signal<readonly Step[]>([]);
export const canUndo = computed(() => done.value.length > 0);
export const canRedo = computed(() => undone.value.length > 0);
/** Changes not yet on disk. */
export const pending = signal(0);
const stepListeners = new Set<(subject: Subject) => void>();

/** Hears which photo an undo or redo was on, for the screen may show another by now. */
export function onStep(listener: (subject: Subject) => void): () => void {
  stepListeners.add(listener);
  return () => stepListeners.delete(listener);
}

/** More steps than anyone takes back. */
const HISTORY = 500;
let queue: Promise<unknown> = Promise.resolve();
let asked = false;

/** Changes a label: at once on the screen, then on disk. Never rejects; failures are shown. */
export async function correct(subject: Subject, edits: readonly LabelEdit[]): Promise<void> {
  await keep(subject, edits, (change) => remember([change]));
}

/** A bulk action: its changes are one step of undo, once `end` is called. */
export function beginBulk() {
  const changes: Change[] = [];
  return {
    /** @returns whether it was kept */
    correct: async (subject: Subject, edits: readonly LabelEdit[]): Promise<boolean> => {
      const before = changes.length;
      await keep(subject, edits, (change) => changes.push(change));
      return changes.length > before;
    },
    end: (): void => {
      if (changes.length > 0) remember(changes);
    },
    /** Takes these changes back, wherever they stand among the others. */
    undo: (): void => {
      if (done.peek().includes(changes)) void takeBack(changes, done, undone);
    },
  };
}

function remember(step: Step): void {
  done.value = [...done.value, step].slice(-HISTORY);
  undone.value = [];
}

function keep(
  subject: Subject,
  edits: readonly LabelEdit[],
  kept: (change: Change) => void,
): Promise<void> {
  const at = Date.now();
  const before = subject.label.peek();
  const context = {
    sample: subject.sample.peek() ?? '',
    at,
    prediction: subject.prediction?.id ?? null,
  };
  try {
    subject.label.value = applyEdits(before, edits, context).label;
  } catch (error) {
    showError(error);
    return Promise.resolve();
  }
  return enqueue(subject, async () => {
    const known = subject.sample.peek();
    // A sample may have been deleted or wiped since; while its photo is at hand it is kept anew.
    const isHere = known !== null && (await isKept(known));
    const prepared = isHere ? null : await prepare(subject);
    const sample = prepared?.sample.id ?? (known as string);
    const prediction = subject.prediction && { ...subject.prediction, sample };
    const { saveCorrection } = await keeping();
    const { label, entry } = await saveCorrection({ prepared, sample, prediction, edits, at });
    subject.sample.value = sample;
    kept({ subject, revision: entry.revision });
    return label;
  });
}

/** Takes the last step of this page back, wherever it was. */
export function undo(): void {
  void step(done, undone);
}

export function redo(): void {
  void step(undone, done);
}

async function step(from: typeof done, to: typeof done): Promise<void> {
  await queue; // a change still on its way must be there to be taken back
  const last = from.peek().at(-1);
  if (last) await takeBack(last, from, to);
}

async function takeBack(last: Step, from: typeof done, to: typeof done): Promise<void> {
  from.value = from.peek().filter((other) => other !== last);
  const taken: Change[] = [];
  const left: Change[] = [];
  // All stand in the queue at once: another undo must not come between them.
  await Promise.all(
    [...last].reverse().map((change) =>
      enqueue(change.subject, async () => {
        const { subject, revision } = change;
        const sample = subject.sample.peek() as string;
        try {
          const { undoCorrection } = await keeping();
          const { label, entry } = await undoCorrection(sample, revision, Date.now());
          taken.push({ subject, revision: entry.revision });
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
  if (!first || last.length > 1) return;
  announce(from === done ? 'Taken back.' : 'Done again.');
  for (const listener of stepListeners) listener(first.subject);
}

function enqueue(subject: Subject, work: () => Promise<Subject['label']['value']>): Promise<void> {
  subject.keeping.value = { state: 'keeping' };
  pending.value += 1;
  const run = queue.then(async () => {
    try {
      const label = await work();
      finishOne(subject);
      // A later change is already on the screen; the last one to be kept has the last word.
      if ((waiting.get(subject) ?? 0) === 0) {
        subject.label.value = label;
        subject.keeping.value = { state: 'kept' };
      }
      void afterFirst(); // the browser may ask the person: what comes next must not wait for that
    } catch (error) {
      finishOne(subject);
      const message = error instanceof Error ? error.message : String(error);
      await reload(subject);
      subject.keeping.value = { state: 'failed', message };
      showToast({ tone: 'error', text: message });
    } finally {
      pending.value -= 1;
      if (pending.peek() === 0) void updateMarker(Date.now()).catch(() => undefined);
    }
  });
  waiting.set(subject, (waiting.get(subject) ?? 0) + 1);
  queue = run;
  return run;
}

/** Changes of a subject still on their way. */
const waiting = new WeakMap<Subject, number>();

function finishOne(subject: Subject): void {
  waiting.set(subject, Math.max(0, (waiting.get(subject) ?? 1) - 1));
}

async function prepare(subject: Subject): Promise<PreparedSample> {
  if (!subject.photo) {
    throw new Error(
      'This photo is not at hand any more, so the correction cannot be kept. Choose the photo again.',
    );
  }
  const { file, source, burst } = subject;
  const facts = { file, kind: 'photo', source, addedAt: Date.now(), burst } as const;
  const { prepareSample } = await keeping();
  const outcome = await prepareSample(subject.photo, facts, settings.peek().saveSpace);
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

/** The browser is asked for lasting storage once, when there is something worth it. */
async function afterFirst(): Promise<void> {
  if (asked) return;
  asked = true;
  if (await isPersisted().catch(() => false)) return;
  const promised = await askForLasting().catch(() => false);
  showToast({
    text:
      promised === true
        ? 'Kept in this browser, which promised not to clear it by itself. Export a backup to be safe.'
        : 'Kept in this browser, which may clear it when space gets short. Export a backup to be safe.',
  });
}

const watched = new Set<WeakRef<Subject>>();

/** Shows what other tabs do to this subject; returns the function that stops. */
export function watch(subject: Subject): () => void {
  const ref = new WeakRef(subject);
  watched.add(ref);
  setTimeout(() => void keeping().catch(() => undefined), LOAD_AFTER_MS);
  return () => watched.delete(ref);
}

onDataChange(({ samples }) => {
  for (const ref of watched) {
    const subject = ref.deref();
    const id = subject?.sample.peek();
    if (!subject || !id || (waiting.get(subject) ?? 0) > 0) continue;
    if (samples === 'all' || samples.includes(id)) void reload(subject);
  }
});

async function reload(subject: Subject): Promise<void> {
  const id = subject.sample.peek();
  if (id === null) {
    subject.label.value = null;
    return;
  }
  const found = await savedSample(id).catch(() => null);
  if ((waiting.get(subject) ?? 0) > 0) return;
  subject.label.value = found?.label ?? null;
  subject.keeping.value = { state: found?.label ? 'kept' : 'idle' };
}
