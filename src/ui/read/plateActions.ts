/** Actions on a plate, for its card and for the keyboard. */
import { showToast } from '../components/toasts.tsx';
import { downloadCrop } from './exports.ts';
import { selectedItem, selectedPlate } from './readState.ts';

export async function copyText(text: string): Promise<void> {
  try {
    await writeClipboard(text);
    showToast({ text: `${text} copied.` });
  } catch {
    showToast({
      tone: 'error',
      text: `The browser did not allow copying. The text is ${text}.`,
    });
  }
}

/** Insecure origins have no `navigator.clipboard`; the old command still works there. */
async function writeClipboard(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement('textarea');
  field.value = text;
  document.body.append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  if (!copied) throw new Error('copy refused');
}

export function copySelectedPlate(): void {
  const outcome = selectedItem.peek()?.outcome;
  const plate = outcome?.kind === 'read' ? outcome.plates[selectedPlate.peek()] : undefined;
  if (plate?.reading?.text) void copyText(plate.reading.text);
}

export function downloadSelectedCrop(): void {
  const item = selectedItem.peek();
  if (item) downloadCrop(item, selectedPlate.peek());
}
