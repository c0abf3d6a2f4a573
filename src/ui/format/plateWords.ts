import type { CheckedPlate } from '../../core/checkedPlates.ts';

/** What a plate says, or why it says nothing. */
export const plateWords = ({ text, status }: Pick<CheckedPlate, 'text' | 'status'>): string =>
  text || (status === 'text_missing' ? 'text missing' : 'not readable');
