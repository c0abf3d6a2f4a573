/** The Read screen's keys, as they work and as the help lists them. */
import type { Shortcut } from '../components/shortcuts.ts';
import { removeSelected } from './clearList.ts';
import { chooseFolder, choosePhotos } from './PhotoInputs.tsx';
import { copySelectedPlate, downloadSelectedCrop } from './plateActions.ts';
import { batch, mode, stepPhoto, stepPlate } from './readState.ts';

const photos: readonly Omit<Shortcut, 'group'>[] = [
  { keys: ['O'], label: 'Choose photos', run: choosePhotos },
  { keys: ['F'], label: 'Choose a folder', run: chooseFolder },
  { keys: ['Ctrl V'], label: 'Paste a photo' },
  { keys: ['J'], label: 'Next photo', run: () => stepPhoto(1), repeats: true },
  { keys: ['K'], label: 'Previous photo', run: () => stepPhoto(-1), repeats: true },
  {
    keys: ['P'],
    label: 'Pause or resume the batch',
    run: () => (batch.run.peek() === 'paused' ? batch.resume() : batch.pause()),
  },
  {
    keys: ['/'],
    label: 'Search names and plates',
    run: () => document.getElementById('photo-search')?.focus(),
  },
  {
    keys: ['Delete'],
    label: 'Take the selected photo out of the results (can be undone)',
    // Behind a check or the table it would go unseen.
    run: () => mode.peek() === 'photos' && removeSelected(),
  },
];

const plates: readonly Omit<Shortcut, 'group'>[] = [
  { keys: ['N'], label: 'Next plate', run: () => stepPlate(1), repeats: true },
  { keys: ['B'], label: 'Previous plate', run: () => stepPlate(-1), repeats: true },
  {
    keys: ['E'],
    label: 'Edit the plate’s text',
    run: typeText,
  },
  { keys: ['C'], label: 'Copy the plate’s text', run: copySelectedPlate },
  { keys: ['D'], label: 'Download the plate’s picture', run: () => void downloadSelectedCrop() },
];

const photo: readonly Omit<Shortcut, 'group'>[] = [
  { keys: ['+', '-'], label: 'Zoom in, zoom out' },
  { keys: ['0'], label: 'Show the whole photo' },
  { keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'], label: 'Pan' },
  { keys: ['Tab'], label: 'From plate to plate' },
];

/** The next key replaces the least sure character, as where a text comes up to be typed. */
function typeText(): void {
  const field = document.querySelector<HTMLInputElement>(
    '.plate-card[data-selected="true"] .plate-field',
  );
  if (!field) return;
  const at = Number(field.dataset.leastSure);
  field.focus();
  field.setSelectionRange(at, at + 1);
}

export const READ_SHORTCUTS: readonly Shortcut[] = [
  ...photos.map((shortcut) => ({ ...shortcut, group: 'Photos' })),
  ...plates.map((shortcut) => ({ ...shortcut, group: 'Plates' })),
  ...photo.map((shortcut) => ({ ...shortcut, group: 'Photo (when it has the focus)' })),
];
