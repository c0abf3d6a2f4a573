/** Whether the browser promised to keep what is kept, as an answer that may come late. */
import { signal } from '@preact/signals';
import { askPersistence } from '../store/page/persist.ts';

/** The newest answer; null before one came, and where it cannot be asked. */
export const promised = signal<boolean | null>(null);

export async function askForLasting(): Promise<boolean | null> {
  promised.value = await askPersistence();
  return promised.value;
}
