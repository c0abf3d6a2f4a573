/** Whether the browser promised to keep what is kept, as an answer that may come late. */
import { signal } from '@preact/signals';
import { askPersistence, isPersisted } from '../store/page/persist.ts';

/** The newest answer; null before one came, and where it cannot be asked. */
export const promised = signal<boolean | null>(null);

/** Whether anything was kept on this page: from then on the notice of where stands there. */
export const hasKept = signal(false);

export async function askForLasting(): Promise<boolean | null> {
  if (await isPersisted().catch(() => false)) promised.value = true;
  else promised.value = await askPersistence();
  return promised.value;
}

export function noteKept(): void {
  hasKept.value = true;
}
