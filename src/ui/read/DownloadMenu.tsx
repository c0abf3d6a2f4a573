import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Icon } from '../components/Icon.tsx';
import { downloadCrops, downloadCsv, downloadJson } from './exports.ts';
import { batch } from './readState.ts';

/** CSV at one click; JSON and the crops behind the arrow beside it. */
export function DownloadMenu() {
  const [open, setOpen] = useState(false);
  const [includePlace, setIncludePlace] = useState(false);
  const ref = useRef<HTMLDivElement>(null);
  const panelId = useId();
  const { finished, stopped } = batch.counts.value;
  const nothing = finished + stopped === 0;

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
      <button
        type="button"
        class="button"
        data-testid="download-csv"
        disabled={nothing}
        onClick={() => downloadCsv(batch.items.value)}
      >
        <Icon name="download" /> CSV
      </button>
      <button
        type="button"
        class="button split-more"
        aria-label="More downloads"
        aria-expanded={open}
        aria-controls={panelId}
        disabled={nothing}
        onClick={() => setOpen(!open)}
      >
        <Icon name="more" />
      </button>
      {open && (
        <div id={panelId} class="menu-panel">
          <button
            type="button"
            class="menu-item"
            data-testid="download-json"
            onClick={() => {
              downloadJson(batch.items.value, includePlace);
              setOpen(false);
            }}
          >
            <b>Results as JSON</b>
            <span class="muted">Every character’s confidence, models, times</span>
          </button>
          <label class="menu-check">
            <input
              type="checkbox"
              checked={includePlace}
              onChange={(event) => setIncludePlace(event.currentTarget.checked)}
            />
            with the place each photo was taken
          </label>
          <button
            type="button"
            class="menu-item"
            data-testid="download-crops"
            onClick={() => {
              void downloadCrops(batch.items.value);
              setOpen(false);
            }}
          >
            <b>All plate crops</b>
            <span class="muted">One zip of PNG pictures</span>
          </button>
        </div>
      )}
    </div>
  );
}
