import { useMemo } from 'preact/hooks';
import { repeats } from '../../core/repeats.ts';
import { resultRows } from '../../core/results.ts';
import { Dialog } from '../components/Dialog.tsx';
import { plural } from '../format/numbers.ts';
import { toResults } from '../read/items.ts';
import { batch, filter, query } from '../read/readState.ts';

/** Plates seen in more than one photo, with when and where. */
export function RepeatsDialog({ onClose }: { readonly onClose: () => void }) {
  const found = useMemo(
    () =>
      repeats(
        toResults(batch.items.value)
          .flatMap((result) => resultRows(result))
          .map(({ plate, file, takenAt }) => ({
            text: plate,
            photo: file,
            at: takenAt === '' ? null : Date.parse(takenAt),
          })),
      ),
    [batch.items.value],
  );
  return (
    <Dialog title="Plates seen more than once" onClose={onClose}>
      {found.length === 0 ? (
        <p>No plate of this list was seen in more than one photo.</p>
      ) : (
        <ul class="repeat-list" data-testid="repeats">
          {found.slice(0, 200).map(({ text, near, count, photos, firstAt, lastAt }) => (
            <li key={text}>
              <button
                type="button"
                class="link-button row-plate"
                onClick={() => {
                  filter.value = 'all';
                  query.value = text;
                  onClose();
                }}
              >
                {text}
              </button>{' '}
              {count} times in {plural(photos.length, 'photo')}
              {near.length > 0 && <span class="muted"> · also read as {near.join(', ')}</span>}
              <br />
              <span class="muted">
                {timeText(firstAt)}
                {lastAt !== firstAt && ` to ${timeText(lastAt)}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function timeText(at: number | null): string {
  if (at === null) return 'time not known';
  return new Date(at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
}
