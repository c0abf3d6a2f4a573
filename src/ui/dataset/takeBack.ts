/** Undo of an import, from its notice or later from the storage panel. */
import { undoImport } from '../../store/imports.ts';
import { showError, showToast } from '../components/toasts.tsx';
import { plural } from '../format/numbers.ts';

/** Removes what the import brought, and says what stays because it was labelled since. */
export async function takeBack(id: string): Promise<void> {
  try {
    const { removed, labels, kept } = await undoImport(id);
    const back = labels > 0 ? ` ${plural(labels, 'photo')} got back what was said before.` : '';
    const stay = kept > 0 ? ` ${plural(kept, 'photo')} stayed: they were labelled since.` : '';
    showToast({ text: `${plural(removed, 'imported photo')} removed.${back}${stay}` });
  } catch (error) {
    showError(error);
  }
}
