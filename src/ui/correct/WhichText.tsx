import { useLayoutEffect, useRef } from 'preact/hooks';

/** Asked when a text was typed over or beside another and some of the old one is left: is that meant? */
export interface Question {
  /** The text that was to be saved. */
  readonly of: string;
  /** What may be meant, the likelier first: Enter takes it, Backspace the other. */
  readonly choices: readonly string[];
  /** Characters were typed meanwhile, and let go. */
  readonly letGo: boolean;
}

export function WhichText(props: Question & { readonly onTake: (text: string) => void }) {
  const ref = useRef<HTMLDivElement>(null);
  // With the question, not after the next frame: its keys may follow at once.
  useLayoutEffect(() => {
    const question = ref.current;
    // On a phone the keyboard and the bar of the screens would hide it.
    question?.scrollIntoView({ block: 'nearest' });
    // Asked by a click: its keys work from here.
    const isInField = document.activeElement?.classList.contains('plate-field');
    if (!isInField) question?.querySelector('button')?.focus({ preventScroll: true });
  }, []);
  return (
    <div ref={ref} class="which-text" data-testid="which-text">
      <p class="correct-asked" role="alert">
        {props.letGo && 'Those keys were let go. '}Part of the old text is left
        {props.choices.length > 1
          ? '. Which is right?'
          : ', and both together are longer than a plate. Is this right?'}
      </p>
      <p class="alternatives">
        {props.choices.map((text, n) => (
          <button key={text} type="button" class="alternative" onClick={() => props.onTake(text)}>
            <b>{text}</b> <kbd class="fine-pointer-only">{n === 0 ? 'Enter' : 'Backspace'}</kbd>
          </button>
        ))}
      </p>
    </div>
  );
}
