/** Says when this tab and another one stand in each other's way over the database. */
import { onStorageState } from '../store/guard.ts';
import { onConnectionTrouble } from '../store/open.ts';
import { showToast } from './components/toasts.tsx';

/** Starts telling; returns the function that stops. */
export function tellStorageTrouble(): () => void {
  const ends = [tellStorageState(), tellConnectionTrouble()];
  return () => {
    for (const end of ends) end();
  };
}

function tellStorageState(): () => void {
  return onStorageState((state) => {
    if (state === 'ok') {
      showToast({ text: 'There is room again: everything is being saved.' });
    } else if (state === 'full') {
      showToast({
        tone: 'error',
        text: 'The disk is nearly full, so nothing more is saved for now. What you typed stays here and is saved as soon as there is room: free disk space, or delete photos.',
        action: { label: 'Delete photos', run: toDataset },
      });
    } else {
      showToast({
        tone: 'error',
        text: 'The browser could not write to its storage. What you typed stays here and is saved once that works again: free disk space, and keep this tab open.',
      });
    }
  });
}

function toDataset(): void {
  location.hash = '#/dataset';
}

function tellConnectionTrouble(): () => void {
  return onConnectionTrouble((trouble) => {
    if (trouble === 'outdated') {
      showToast({
        tone: 'error',
        text: 'A newer version of this app was opened in another tab. Reload this tab to go on; nothing is lost.',
        action: { label: 'Reload', run: () => location.reload() },
      });
    } else if (trouble === 'blocked') {
      showToast({
        tone: 'error',
        text: 'Another tab holds an older version of this app. Reload or close it, and this tab goes on by itself.',
      });
    } else if (trouble === 'recovering') {
      showToast({
        text: 'The browser lost its database when it was closed abruptly. It is being filled again from the copy kept beside it …',
      });
    } else if (trouble === 'recovered') {
      showToast({ text: 'Your photos and answers were put back from the copy.' });
    }
  });
}
