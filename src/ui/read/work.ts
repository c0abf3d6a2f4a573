/** A job over the photos of the list that takes its time: how far it is, and how to stop it. */
import { signal } from '@preact/signals';
import { showToast } from '../components/toasts.tsx';

export interface Work {
  readonly title: string;
  readonly done: number;
  readonly total: number;
  readonly cancel: () => void;
}

export const work = signal<Work | null>(null);

/** A page that is left ends it part way, so the browser asks first. */
const ask = (event: Event) => event.preventDefault();

/**
 * Does something with one after the other, shown meanwhile; one such job at a time.
 * @returns how many were done before it ended or was cancelled; null where another one is running, which the person is told
 */
export async function doWork<T>(
  title: string,
  all: readonly T[],
  one: (item: T) => Promise<void>,
): Promise<{ readonly done: number; readonly cancelled: boolean } | null> {
  const running = work.peek();
  if (running) {
    showToast({
      text: `“${running.title}” is still running: wait until it has ended, or cancel it.`,
    });
    return null;
  }
  let cancelled = false;
  let done = 0;
  const show = () => {
    work.value = { title, done, total: all.length, cancel: () => (cancelled = true) };
  };
  show();
  addEventListener('beforeunload', ask);
  try {
    for (const item of all) {
      if (cancelled) break;
      await one(item);
      done += 1;
      show();
    }
  } finally {
    removeEventListener('beforeunload', ask);
    work.value = null;
  }
  return { done, cancelled };
}
