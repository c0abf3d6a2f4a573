/**
 * Labels on their way to disk, one after the other in the order they were changed; what other tabs do
 * to them is shown.
 */
import { signal } from '@preact/signals';
import { onDataChange } from '../../store/changes.ts';
import { savedSample } from '../../store/library.ts';
import { updateMarker } from '../../store/page/marker.ts';
import { showToast } from '../components/toasts.tsx';
import { askForLasting, noteKept } from '../lasting.ts';
import type { AnnotationTarget } from './annotationTarget.ts';
import { storing } from './storing.ts';
import { untilWritten } from './untilWritten.ts';

/** The picture and its crops load first. */
const LOAD_AFTER_MS = 500;

/** Changes not yet on disk. */
export const pending = signal(0);

globalThis.addEventListener?.('beforeunload', (event) => {
  if (pending.peek() > 0) event.preventDefault(); // the browser asks: what is on its way would be lost
});

let queue: Promise<unknown> = Promise.resolve();
let asked = false;

/** Does something after all that stands in the queue; nothing else begins before it ends. */
export function afterAll<T>(work: () => Promise<T>): Promise<T> {
  const run = queue.then(work);
  queue = run.catch(() => undefined);
  return run;
}

/** Resolves when all that stands in the queue now is done. */
export const untilDone = (): Promise<unknown> => queue;

/** Changes a label on disk in its turn. Failures are shown. @returns whether it is kept */
export function enqueue(
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
