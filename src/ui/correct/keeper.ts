/**
 * Keeping corrections, one after the other in the order they were made, with undo and redo. The
 * screen shows a change at once; "kept" stands there only after it was read back from disk.
 */
import { computed, signal } from '@preact/signals';
import { applyEdits } from '../../core/dataset/edits.ts';
import type { LabelEdit, PreparedSample } from '../../core/dataset/types.ts';
import { prepareSample } from '../../rpc/archive.ts';
import { onDataChange } from '../../store/changes.ts';
import { saveCorrection, undoCorrection } from '../../store/corrections.ts';
import { savedSample } from '../../store/library.ts';
import { updateMarker } from '../../store/page/marker.ts';
import { askPersistence, isPersisted } from '../../store/page/persist.ts';
import { showToast } from '../components/toasts.tsx';
import type { Subject } from './subject.ts';

interface Done {
  readonly subject: Subject;
  readonly revision: number;
}

const done = signal<readonly Done[]>([]);
const undone = signal<readonly Done[]>([]);
export const canUndo = computed(() => done.value.length > 0);
export const canRedo = computed(() => undone.value.length > 0);
/** Changes not yet on disk. */
export const pending = signal(0);

/** More steps than anyone takes back. */
const HISTORY = 500;
let queue: Promise<unknown> = Promise.resolve();
let asked = false;

/** Changes a label: at once on the screen, then on disk. Never rejects; failures are shown. */
export function correct(subject: Subject, edits: readonly LabelEdit[]): Promise<void> {
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
    showToast({ tone: 'error', text: error instanceof Error ? error.message : String(error) });
    return Promise.resolve();
  }
  return enqueue(subject, async () => {
    const prepared = subject.sample.peek() === null ? await prepare(subject) : null;
    const sample = prepared?.sample.id ?? (subject.sample.peek() as string);
    const prediction = subject.prediction && { ...subject.prediction, sample };
    const kept = await saveCorrection({ prepared, sample, prediction, edits, at });
    subject.sample.value = sample;
    done.value = [...done.value, { subject, revision: kept.entry.revision }].slice(-HISTORY);
    undone.value = [];
    return kept.label;
  });
}

/** Takes the last change of this page back, wherever it was. */
export function undo(): void {
  void step(done, undone);
}

export function redo(): void {
  void step(undone, done);
}

async function step(from: typeof done, to: typeof done): Promise<void> {
  await queue; // a change still on its way must be there to be taken back
  const last = from.peek().at(-1);
  if (!last) return;
  from.value = from.peek().slice(0, -1);
  const { subject, revision } = last;
  await enqueue(subject, async () => {
    const { label, entry } = await undoCorrection(
      subject.sample.peek() as string,
      revision,
      Date.now(),
    );
    to.value = [...to.peek(), { subject, revision: entry.revision }];
    return label;
  });
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
      await afterFirst();
      void updateMarker(Date.now()).catch(() => undefined);
    } catch (error) {
      finishOne(subject);
      const message = error instanceof Error ? error.message : String(error);
      await reload(subject);
      subject.keeping.value = { state: 'failed', message };
      showToast({ tone: 'error', text: message });
    } finally {
      pending.value -= 1;
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
  const outcome = await prepareSample(subject.photo, facts);
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

/** The browser is asked for lasting storage once, when there is something worth it. */
async function afterFirst(): Promise<void> {
  if (asked) return;
  asked = true;
  if (await isPersisted()) return;
  const promised = await askPersistence();
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
}
