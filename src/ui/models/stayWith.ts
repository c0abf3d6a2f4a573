/** A new version of the app brings new models: which are in use then. */
import { staying } from '../../core/models/staying.ts';
import { type ActiveModels, saveActiveModels } from '../../store/activeModels.ts';
import { savedModels } from '../../store/models.ts';
import { showToast } from '../components/toasts.tsx';
import { shippedId } from './shippedCards.ts';

/** What is in use under this version. Says so where an earlier model reads on. @throws StoreError */
export async function stayWith(before: ActiveModels): Promise<ActiveModels> {
  const kept = new Set((await savedModels()).map(({ sha256 }) => sha256));
  const { active, stayed } = staying(before, shippedId, kept);
  if (active !== before) await saveActiveModels(active);
  const ids = stayed.map((task) => before.shipped?.[task]?.id).join(' and ');
  if (stayed.length > 0) {
    showToast({
      text: `This version brings a new model. ${ids} reads on until you choose.`,
      action: {
        label: 'Compare',
        run: () => {
          location.hash = '#/models';
        },
      },
    });
  }
  return active;
}
