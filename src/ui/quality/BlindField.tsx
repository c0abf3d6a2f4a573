import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Box, Size } from '../../core/types.ts';
import { PhotoViewer } from '../components/PhotoViewer.tsx';
import { useObjectUrl } from '../components/useObjectUrl.ts';
import { textFault } from '../correct/textFault.ts';

/** A plate asked again without showing what was said of it. @param note what stands above */
export function BlindField(props: {
  /** Null while it is fetched; without a blob its bytes are gone. */
  readonly photo: { readonly blob: Blob | null; readonly size: Size } | null;
  readonly box: Box;
  readonly note: string;
  /** The text, as typed; '' for one that cannot be read. */
  readonly onAnswer: (text: string) => void;
  /** What else can be done than answer. */
  readonly children?: ComponentChildren;
}) {
  const { photo, box, note, onAnswer } = props;
  const text = useSignal('');
  const fault = useSignal<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const url = useObjectUrl(photo?.blob ?? null);
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      class="suspicious"
      data-testid="blind-question"
      onSubmit={(event) => {
        event.preventDefault();
        const isNothing = text.value.trim() === '';
        fault.value = isNothing ? 'Type what it says, or “Cannot be read”.' : textFault(text.value);
        if (fault.value === null) onAnswer(text.value);
      }}
    >
      <div class="suspicious-photo">
        <PhotoViewer
          src={url}
          size={photo?.size ?? null}
          label="The plate, large"
          focus={box}
          around={1.5}
          placeholder={photo && !photo.blob ? 'The bytes of this photo are gone.' : 'Loading …'}
          onUnshowable={() => undefined}
          overlay={() => null}
        />
      </div>
      <div class="card suspicious-card">
        <p class="muted">{note}</p>
        <h2>What does it say?</h2>
        <label class="suspicious-field">
          Text of the plate
          <input
            ref={field}
            class="input plate-input"
            value={text.value}
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => {
              text.value = event.currentTarget.value;
            }}
          />
        </label>
        <div class="suspicious-keys">
          <button type="submit" class="button button-primary">
            Next <kbd>Enter</kbd>
          </button>
          <button type="button" class="button" onClick={() => onAnswer('')}>
            Cannot be read
          </button>
        </div>
        {fault.value !== null && (
          <p class="correct-asked" role="alert">
            {fault.value}
          </p>
        )}
        {props.children}
      </div>
    </form>
  );
}
