/** The keys of a review, as they work and as the help lists them. */
import type { Shortcut } from '../components/shortcuts.ts';

export function reviewShortcuts(run: {
  readonly type: () => void;
  readonly step: (by: 1 | -1) => void;
  readonly whole: () => void;
  readonly close: () => void;
}): readonly Shortcut[] {
  const shortcuts: readonly Omit<Shortcut, 'group'>[] = [
    {
      keys: ['Esc'],
      label: 'Answer this plate by keys: J, K, X and digits; the next takes what is typed again',
    },
    { keys: ['E'], label: 'Type in the text again', run: run.type },
    {
      keys: ['J', 'ArrowDown'],
      label: 'Next plate (the arrow also while typing)',
      run: () => run.step(1),
      repeats: true,
    },
    {
      keys: ['K', 'ArrowUp'],
      label: 'Previous plate (the arrow also while typing)',
      run: () => run.step(-1),
      repeats: true,
    },
    { keys: ['W'], label: 'Whole photo or close-up', run: run.whole },
    { keys: ['Q'], label: 'Back to all', run: run.close },
  ];
  return shortcuts.map((shortcut) => ({ ...shortcut, group: 'Review' }));
}
