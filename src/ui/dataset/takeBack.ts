/** Undo of an import, from its notice or later from the storage panel. */
import { undoImport } from '../../store/imports.ts';
import { showToast } from '../components/toasts.tsx';
import { type Deed, Expired, forget, noteDone } from '../correct/correctionQueue.ts';
import { plural } from '../format/numbers.ts';

/** What was done by imports of this visit, by their ids. */
const imported = new Map<string, Deed>();

const goneForGood = async () => {
  throw new Expired('What an import brought is gone: import the file again.');
};

/** Removes what the import brought, and says what stays because it was labelled since. */
async function takeBack(id: string): Promise<void> {
  const { removed, labels, kept } = await undoImport(id);
  const back = labels > 0 ? ` ${plural(labels, 'photo')} got back what was said before.` : '';
  const stay = kept > 0 ? ` ${plural(kept, 'photo')} stayed: they were labelled since.` : '';
  showToast({ text: `${plural(removed, 'imported photo')} removed.${back}${stay}` });
}

/** Takes an import back out of its turn: the next undo says so, and takes nothing else back in its place. */
export async function takeBackNow(id: string): Promise<void> {
  await takeBack(id);
  const deed = imported.get(id);
  if (deed) forget(deed);
  await noteDone({ undo: goneForGood, redo: goneForGood });
}

/** An import that was just made becomes the last step of undo. @param text says what it brought */
export function rememberImport(id: string, text: string): Promise<void> {
  const undo = async () => {
    await takeBack(id).catch((error: unknown) => {
      throw new Expired(error instanceof Error ? error.message : String(error));
    });
  };
  const deed = { undo, redo: goneForGood };
  imported.set(id, deed);
  return noteDone(deed, text);
}
