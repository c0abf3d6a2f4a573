import { useEffect, useState } from 'preact/hooks';
import { batchSourceBytes, clearBatchSources } from '../../store/results.ts';
import { changeSettings, settings } from '../appSettings.ts';
import { showError } from '../components/toasts.tsx';
import { bytesText } from '../format/numbers.ts';
import { Field } from './Field.tsx';

/** Whether photos of the running batch are kept, and what they take. */
export function KeptPhotosField() {
  const [bytes, setBytes] = useState<number | null>(null);
  const measure = () => void batchSourceBytes().then(setBytes, () => setBytes(null));
  useEffect(measure, []);
  const { keepBatchPhotos } = settings.value;
  return (
    <Field
      id="keep-photos"
      label="Keep the photos of the list"
      hint="So that a reload can go on with them. They stay on this device until the list is cleared, and only while there is plenty of room."
    >
      <input
        id="keep-photos"
        class="switch"
        type="checkbox"
        role="switch"
        checked={keepBatchPhotos}
        aria-checked={keepBatchPhotos}
        aria-describedby="keep-photos-hint"
        onChange={(event) => changeSettings({ keepBatchPhotos: event.currentTarget.checked })}
      />
      {bytes !== null && (
        <p class="muted" data-testid="kept-photos-size">
          {bytes === 0 ? 'None kept now.' : `${bytesText(bytes)} kept now.`}{' '}
          {bytes > 0 && (
            <button
              type="button"
              class="link-button"
              onClick={() => void clearBatchSources().then(measure, showError)}
            >
              Remove them
            </button>
          )}
        </p>
      )}
    </Field>
  );
}
