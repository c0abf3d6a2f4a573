import { useEffect, useRef, useState } from 'preact/hooks';
import { showToast } from '../components/toasts.tsx';

/** A photo without plates: nothing was found, or it was not read yet and can be at once. */
export function NoPlates(props: {
  /** A person said that there is none. */
  readonly isNegative: boolean;
  readonly isRead: boolean;
  /** Left out where the photo cannot be read here. */
  readonly read?: (() => Promise<boolean>) | undefined;
  readonly onRead: () => void;
}) {
  const { read } = props;
  const [reading, setReading] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus({ preventScroll: true }), []);
  if (props.isNegative) return <p>No plate here, says its label.</p>;
  if (props.isRead) {
    return <p>No plate was found here. Add one that was missed, or say that there is none.</p>;
  }
  const start = async () => {
    setReading(true);
    const isRead = await read?.().catch(() => false);
    setReading(false);
    if (isRead) props.onRead();
    else
      showToast({ tone: 'error', text: 'This photo could not be read. Add its plates by hand.' });
  };
  return (
    <>
      <p>This photo was not read yet. Read it, add its plates, or say that there is none.</p>
      {read && (
        <div class="correct-line">
          <button
            ref={button}
            type="button"
            class="button button-primary"
            data-testid="read-this"
            aria-disabled={reading}
            onClick={() => reading || void start()}
          >
            {reading ? 'Reading …' : 'Read it now'}
          </button>
        </div>
      )}
    </>
  );
}
