import { useEffect, useState } from 'preact/hooks';
import { bytesText } from '../format/numbers.ts';

/** What this browser offers, and what its lack costs. */
interface Ability {
  readonly name: string;
  readonly present: boolean;
  /** What happens without it. */
  readonly without: string;
}

function abilities(): readonly Ability[] {
  return [
    {
      name: 'Secure page (HTTPS)',
      present: isSecureContext,
      without:
        'No camera, no offline use, one thread only. Open the app over HTTPS or on localhost.',
    },
    {
      name: 'Isolated page, for several threads',
      present: crossOriginIsolated,
      without: 'Models run on one thread, at about half the speed.',
    },
    {
      name: 'WebGPU',
      present: 'gpu' in navigator,
      without: 'Models run on the processor (WebAssembly).',
    },
    {
      name: 'Offline use',
      present: 'serviceWorker' in navigator,
      without: 'The app needs its server each time it is opened.',
    },
    {
      name: 'Camera',
      present: navigator.mediaDevices?.getUserMedia !== undefined,
      without: 'The Live screen cannot see. Photos work.',
    },
  ];
}

/** What the browser can and cannot do here, and what is kept on this device. */
export function DevicePanel() {
  const [usage, setUsage] = useState<{ used: number; quota: number; persisted: boolean } | null>(
    null,
  );
  useEffect(() => {
    void storageUsage().then(setUsage);
  }, []);
  return (
    <section class="card" aria-labelledby="settings-device">
      <h2 id="settings-device">This browser</h2>
      <ul class="abilities">
        {abilities().map(({ name, present, without }) => (
          <li key={name} data-present={present}>
            <b>{name}</b>
            <span class="ability-state">{present ? 'available' : 'missing'}</span>
            {!present && <p class="muted">{without}</p>}
          </li>
        ))}
      </ul>
      {usage && (
        <p class="storage">
          Kept in this browser: <b>{bytesText(usage.used)}</b> of about {bytesText(usage.quota)}{' '}
          (models, the app for offline use, results).{' '}
          {usage.persisted
            ? 'The browser has promised not to clear it by itself.'
            : 'The browser may clear it when the disk runs full: download results you need.'}
        </p>
      )}
    </section>
  );
}

async function storageUsage() {
  if (!navigator.storage?.estimate) return null; // missing on insecure origins
  const [{ usage = 0, quota = 0 }, persisted] = await Promise.all([
    navigator.storage.estimate(),
    navigator.storage.persisted(),
  ]);
  return { used: usage, quota, persisted };
}
