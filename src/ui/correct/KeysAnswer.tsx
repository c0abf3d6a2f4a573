import { settings } from '../appSettings.ts';

/** What keys do while no text takes them: they answer. */
export function KeysAnswer() {
  if (!settings.value.singleKeyShortcuts) return null;
  return (
    <p class="keys-note fine-pointer-only" data-testid="keys-answer">
      Keys answer: <kbd>Enter</kbd> right, <kbd>X</kbd> not a plate, <kbd>1</kbd>–<kbd>5</kbd>{' '}
      cannot be read. <kbd>E</kbd> to type.
    </p>
  );
}
