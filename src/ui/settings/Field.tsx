import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

/** A label, a sentence about it (`<id>-hint`), and the control with the same `id`. */
export function Field(props: {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly children: ComponentChildren;
}) {
  return (
    <div class="field">
      <div class="field-text">
        <label for={props.id}>{props.label}</label>
        <p id={`${props.id}-hint`} class="muted">
          {props.hint}
        </p>
      </div>
      <div class="field-control">{props.children}</div>
    </div>
  );
}

/** One of a few options, side by side. */
export function Choice<T extends string>(props: {
  readonly label: string;
  readonly hint: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
}) {
  const id = useId();
  return (
    <fieldset class="field" aria-describedby={`${id}-hint`}>
      <legend class="visually-hidden">{props.label}</legend>
      <div class="field-text">
        <span aria-hidden="true">{props.label}</span>
        <p id={`${id}-hint`} class="muted">
          {props.hint}
        </p>
      </div>
      <div class="segments">
        {props.options.map(({ value, label }) => (
          <label key={value} class="segment">
            <input
              type="radio"
              name={id}
              checked={value === props.value}
              onChange={() => props.onChange(value)}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
