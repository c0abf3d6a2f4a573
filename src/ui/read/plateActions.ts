/** Actions on a plate, for its card and for the keyboard. */
import { showToast } from '../components/toasts.tsx';
import { itemPlates } from './items.ts';
import { selectedItem, selectedPlate } from './readState.ts';

/**
 * @param told what messages call it, where the text itself is long
 * @param more what else is said of it
 */
export async function copyText(text: string, told = text, more = ''): Promise<void> {
  try {
    await writeClipboard(text);
    showToast({ text: `${told} copied.${more}` });
  } catch {
    showToast({
      tone: 'error',
      text:
        told === text
          ? `The browser did not allow copying. The text is ${text}.`
          : 'The browser did not allow copying. Download the CSV instead.',
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
  const item = selectedItem.peek();
  const text = item && itemPlates(item)[selectedPlate.peek()]?.text;
  if (text) void copyText(text);
}

export async function downloadSelectedCrop(): Promise<void> {
  const item = selectedItem.peek();
  const { downloadCrop } = await import('./exports.ts');
  if (item) downloadCrop(item, selectedPlate.peek());
}
