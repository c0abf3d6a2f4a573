import { useState } from 'preact/hooks';
import { type ShownPlate, setRegion } from './actions.ts';
import type { AnnotationTarget } from './annotationTarget.ts';

/** A plate's country. What is being typed stays while the card is drawn anew around it. */
export function RegionField(props: {
  readonly target: AnnotationTarget;
  readonly plate: ShownPlate;
  readonly disabled: boolean;
}) {
  const { target, plate } = props;
  const region = plate.label?.region ?? '';
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <label>
      <span class="label">Country</span>
      <input
        class="input country-field"
        disabled={props.disabled}
        value={typed ?? region}
        placeholder="xx"
        maxLength={2}
        autocomplete="off"
        spellcheck={false}
        aria-label="Country, two letters"
        onInput={({ currentTarget: input }) => setTyped(input.value)}
        onChange={({ currentTarget: input }) => {
          setTyped(null);
          if (!setRegion(target, plate, input.value)) input.value = region;
        }}
      />
    </label>
  );
}
