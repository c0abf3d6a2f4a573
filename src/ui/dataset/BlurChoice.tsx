import { useEffect, useState } from 'preact/hooks';
import { previewBlur } from '../../rpc/archive/client.ts';
import { useObjectUrl } from '../components/useObjectUrl.ts';
import { rows } from './datasetState.ts';

/** Whether what surrounds the plates is blurred in the export, how much, and how that looks. */
export function BlurChoice(props: {
  /** Plate widths that stay sharp around each plate; null for no blur. */
  readonly margin: number | null;
  readonly onChange: (margin: number | null) => void;
}) {
  const { margin, onChange } = props;
  const [picture, setPicture] = useState<Blob | null>(null);
  const [error, setError] = useState<string | null>(null);
  const url = useObjectUrl(picture);
  const shown = rows.value.find((row) => row.state === 'labelled' && row.kind === 'photo')?.id;
  useEffect(() => {
    let wanted = true;
    if (margin === null || shown === undefined) setPicture(null);
    else {
      void previewBlur(shown, margin).then((outcome) => {
        if (!wanted) return;
        setPicture(outcome.ok ? outcome.value : null);
        setError(outcome.ok ? null : outcome.failure.message);
      });
    }
    return () => {
      wanted = false;
    };
  }, [margin, shown]);
  return (
    <fieldset class="choices">
      <label class="menu-check">
        <input
          type="checkbox"
          checked={margin !== null}
          onChange={({ currentTarget: { checked } }) => onChange(checked ? 1 : null)}
        />
        Blur everything far from the plates, for good
      </label>
      {margin !== null && (
        <>
          <label class="filter-field">
            <span class="label">Sharp around each plate, in plate widths</span>
            <input
              class="input"
              type="number"
              min="0"
              max="10"
              step="0.5"
              value={margin}
              onChange={({ currentTarget: { valueAsNumber } }) =>
                onChange(
                  Number.isFinite(valueAsNumber) ? Math.min(10, Math.max(0, valueAsNumber)) : 1,
                )
              }
            />
          </label>
          {url && (
            <img class="blur-preview" src={url} alt="The blurred export of one of your photos" />
          )}
          {error !== null && <p class="dialog-error">{error}</p>}
          <p class="muted">
            Blurred photos are marked in the manifest, and finding plates is not trained on them
            unless asked for. Photos without a plate are blurred altogether.
          </p>
        </>
      )}
    </fieldset>
  );
}
