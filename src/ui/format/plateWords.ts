import type { CheckedPlate } from '../../core/checkedPlates.ts';

/** What a plate says, or why it says nothing. */
export const plateWords = ({ text, label }: Pick<CheckedPlate, 'text' | 'label'>): string =>
  text || (label && !label.unreadable ? 'text missing' : 'not readable');
