/** What the last visit may have left: a lost database, half an import, deleted samples. Once a visit. */
import { signal } from '@preact/signals';
import { settleImports } from '../../store/imports.ts';
import { findLoss, type Marker } from '../../store/page/marker.ts';
import { emptyTrash } from '../../store/trash.ts';
import { showToast } from '../components/toasts.tsx';

/** What was kept once and is gone; null when nothing was lost. */
export const loss = signal<Marker | null>(null);

/** Deleted samples are gone for good after this, or when their room is asked for. */
export const TRASH_MS = 10 * 60_000;

let tidied: Promise<void> | null = null;

/** Never rejects: what fails now is done at the next start. */
export function tidyUp(): Promise<void> {
  tidied ??= tidy().catch(() => undefined);
  return tidied;
}

async function tidy(): Promise<void> {
  loss.value = await findLoss();
  if (loss.value && !location.hash.startsWith('#/dataset')) {
    showToast({
      tone: 'error',
      text: 'What was kept in this browser is lost: the browser cleared its database.',
      action: {
        label: 'Look',
        run: () => {
          location.hash = '#/dataset';
        },
      },
    });
  }
  const cleaned = await settleImports();
  if (cleaned > 0) {
    showToast({ text: 'An import was interrupted, so nothing of it was kept. Import it again.' });
  }
  await emptyTrash(Date.now() - TRASH_MS);
  const { keepShipped } = await import('../models/keepShipped.ts');
  await keepShipped();
}
