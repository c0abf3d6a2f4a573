/** Pinned plates: what every new model must read right. */
import { signal } from '@preact/signals';
import { savedPins, savePin } from '../../store/pins.ts';
import { announce } from '../components/announce.ts';
import { showError } from '../components/toasts.tsx';

export const pins = signal<ReadonlySet<string>>(new Set());

export async function loadPins(): Promise<void> {
  pins.value = await savedPins();
}

/** @param key `plateKey`; @param text what is said of it */
export async function togglePin(key: string, text: string): Promise<void> {
  const isPinned = !pins.peek().has(key);
  try {
    await savePin(key, isPinned);
    await loadPins();
    announce(isPinned ? `${text} is pinned.` : `${text} is not pinned any more.`);
  } catch (error) {
    showError(error);
  }
}
