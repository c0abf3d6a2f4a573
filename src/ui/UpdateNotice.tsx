import { useEffect, useState } from 'preact/hooks';
import { announce } from './components/announce.ts';
import { needRefresh, update } from './pwa/pwa.ts';

/** Asks before a new version is taken into use: a reload in the middle of work is never a surprise. */
export function UpdateNotice() {
  const [later, setLater] = useState(false);
  const shown = needRefresh.value && !later;
  useEffect(() => {
    if (shown) announce('A new version of Platewheel is ready.');
  }, [shown]);
  if (!shown) return null;
  return (
    <aside class="update-notice" aria-label="New version">
      <p>
        <b>A new version is ready.</b> Your results stay; photos that are still waiting must be
        chosen again.
      </p>
      <button type="button" class="button button-primary" onClick={update}>
        Update now
      </button>
      <button type="button" class="button" onClick={() => setLater(true)}>
        Later
      </button>
    </aside>
  );
}
