import { useEffect, useState } from 'preact/hooks';
import { bytesText } from '../format/numbers.ts';
import { missingCapabilities, observedEnvironment } from '../pwa/capabilities.ts';
import { offlineComplete, offlineReady } from '../pwa/pwa.ts';

interface StorageUse {
  readonly usedBytes: number;
  readonly quotaBytes: number;
  readonly persisted: boolean;
}

/** What the browser lacks here and why, and what is kept on this device. */
export function DevicePanel() {
  const [storage, setStorage] = useState<StorageUse | null>(null);
  useEffect(() => {
    void storageUse().then(setStorage, () => setStorage(null));
  }, []);
  const missing = missingCapabilities(observedEnvironment());
  return (
    <section class="card" aria-labelledby="settings-device">
      <h2 id="settings-device">This browser</h2>
      {missing.length === 0 ? (
        <p>Everything Platewheel can use is there: several threads, camera, offline use.</p>
      ) : (
        <ul class="missing">
          {missing.map(({ what, title, reason }) => (
            <li key={what}>
              <b>{title}</b> <span class="missing-chip">missing</span>
              <p class="muted">{reason}</p>
            </li>
          ))}
        </ul>
      )}
      <dl class="facts">
        <dt>Offline</dt>
        <dd data-testid="offline-state">{offlineText()}</dd>
        {storage && (
          <>
            <dt>Kept here</dt>
            <dd>
              {bytesText(storage.usedBytes)}{' '}
              <span class="muted">of about {bytesText(storage.quotaBytes)} free to use</span>
            </dd>
            <dt>Storage</dt>
            <dd>
              {storage.persisted
                ? 'The browser has promised not to clear it by itself.'
                : 'The browser may clear it when the disk runs full: download results you need.'}
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

function offlineText(): string {
  if (offlineComplete.value) return 'Everything is kept; no connection is needed.';
  if (offlineReady.value) return 'App and models are kept; Tesseract is not yet.';
  return 'Not kept yet: the app still needs its server.';
}

async function storageUse(): Promise<StorageUse | null> {
  if (!navigator.storage?.estimate) return null; // missing on insecure origins
  const [{ usage = 0, quota = 0 }, persisted] = await Promise.all([
    navigator.storage.estimate(),
    navigator.storage.persisted(),
  ]);
  return { usedBytes: usage, quotaBytes: quota, persisted };
}
