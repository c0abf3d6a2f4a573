/** Asked when a text was typed over another and some of the old one is left: is that meant? */
export function WhichText(props: {
  readonly text: string;
  /** What was typed, without what is left of the old text. */
  readonly alone: string;
  readonly onTake: (text: string) => void;
}) {
  const { text, alone, onTake } = props;
  return (
    <div class="which-text" data-testid="which-text">
      <p class="correct-asked" role="alert">
        Part of the old text is left. Which is right?
      </p>
      <p class="alternatives">
        <button type="button" class="alternative" onClick={() => onTake(text)}>
          <b>{text}</b> <kbd class="fine-pointer-only">Enter</kbd>
        </button>
        <button type="button" class="alternative" onClick={() => onTake(alone)}>
          <b>{alone}</b> <kbd class="fine-pointer-only">Backspace</kbd>
        </button>
      </p>
    </div>
  );
}
