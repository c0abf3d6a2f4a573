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
  return (
    <div class="which-text" data-testid="which-text">
      <p class="correct-asked" role="alert">
        {props.letGo && 'Those keys were let go. '}Part of the old text is left. Which is right?
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
