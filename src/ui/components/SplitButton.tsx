import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Icon } from './Icon.tsx';
import { useBack } from './useBack.ts';

/** A button for the usual wish, and an arrow beside it that opens a panel with the others. */
export function SplitButton(props: {
  /** The button for the usual wish. */
  readonly main: ComponentChildren;
  readonly moreLabel: string;
  readonly primary?: boolean;
  readonly disabled?: boolean;
  /** The panel's content; `close` is called by what was chosen. */
  readonly panel: (close: () => void) => ComponentChildren;
}) {
  const [open, setOpen] = useState(false);
  const ref = useRef<HTMLDivElement>(null);
  const panelId = useId();
  useBack(() => setOpen(false), open);

  useEffect(() => {
    if (!open) return;
    const away = (event: Event) => {
      if (!ref.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', away);
    document.addEventListener('focusin', away);
    return () => {
      document.removeEventListener('pointerdown', away);
      document.removeEventListener('focusin', away);
    };
  }, [open]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc closes the panel from anywhere in it
    <div
      ref={ref}
      class="split-button"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        setOpen(false);
        ref.current?.querySelector<HTMLElement>('[aria-expanded]')?.focus();
      }}
    >
      {props.main}
      <button
        type="button"
        class={`button split-more ${props.primary ? 'button-primary' : ''}`}
        aria-label={props.moreLabel}
        aria-expanded={open}
        {...(open ? { 'aria-controls': panelId } : {})}
        disabled={props.disabled === true}
        onClick={() => setOpen(!open)}
      >
        <Icon name="down" />
      </button>
      {open && (
        <div id={panelId} class="menu-panel">
          {props.panel(() => setOpen(false))}
        </div>
      )}
    </div>
  );
}
