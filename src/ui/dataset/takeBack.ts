/** Undo of an import, from its notice or later from the storage panel. */
import { undoImport } from '../../store/imports.ts';
import { showToast } from '../components/toasts.tsx';
import { Expired, noteDone } from '../correct/correctionQueue.ts';
import { plural } from '../format/numbers.ts';

/** Removes what the import brought, and says what stays because it was labelled since. */
export async function takeBack(id: string): Promise<void> {
  const { removed, labels, kept } = await undoImport(id);
  const back = labels > 0 ? ` ${plural(labels, 'photo')} got back what was said before.` : '';
  const stay = kept > 0 ? ` ${plural(kept, 'photo')} stayed: they were labelled since.` : '';
  showToast({ text: `${plural(removed, 'imported photo')} removed.${back}${stay}` });
}

/** An import that was just made becomes the last step of undo. @param text says what it brought */
export function rememberImport(id: string, text: string): Promise<void> {
  const undo = async () => {
    await takeBack(id).catch((error: unknown) => {
      throw new Expired(error instanceof Error ? error.message : String(error));
    });
  };
  const redo = async () => {
    throw new Expired('What an import brought is gone: import the file again.');
  };
  return noteDone({ undo, redo }, text);
}
