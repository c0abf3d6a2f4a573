import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Icon } from './Icon.tsx';

const KEY = (id: string) => `platewheel-hint-${id}`;

/** A line for those who see a screen for the first time; once dismissed it does not come back. */
export function Hint(props: {
  readonly id: string;
  readonly children: ComponentChildren;
  /** The words where there are fingers and no keys; left out, the same. */
  readonly touch?: string;
}) {
  const [gone, setGone] = useState(() => {
    try {
      return localStorage.getItem(KEY(props.id)) !== null;
    } catch {
      return false;
    }
  });
  if (gone) return null;
  return (
    <p class="hint">
      {props.touch && <span class="coarse-pointer-only">{props.touch}</span>}
      <span {...(props.touch ? { class: 'fine-pointer-only' } : {})}>{props.children}</span>
      <button
        type="button"
        class="icon-button"
        aria-label="Dismiss this hint"
        onClick={() => {
          setGone(true);
          try {
            localStorage.setItem(KEY(props.id), 'seen');
          } catch {
            // Without storage it comes back, which harms nobody.
          }
        }}
      >
        <Icon name="close" />
      </button>
    </p>
  );
}
