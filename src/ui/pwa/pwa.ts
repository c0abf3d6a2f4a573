/** The installed side of the app: offline state, updates that wait to be asked, isolation. */
import { signal } from '@preact/signals';
import { Workbox } from 'workbox-window';
import type { KeepingReport, PageMessage } from '../../rpc/offlineContract.ts';
import { watchForInput } from './firstInput.ts';

/** App, runtime and active models are kept: everything but the second reader works offline. */
export const offlineReady = signal(false);
/** The second reader is kept as well. */
export const offlineComplete = signal(false);
/** A newer version is fetched and waits for `update()`. */
export const needRefresh = signal(false);

/** How often an open page asks for a new version. */
const UPDATE_CHECK_MS = 60 * 60_000;
/** The second reader is fetched once the first photos have had the network for themselves. */
const KEEP_SECOND_READER_AFTER_MS = 60_000;
/** Set for the tab's life once the page was reloaded for isolation: never twice. */
const RELOADED_KEY = 'platewheel-isolation-reload';

let workbox: Workbox | null = null;
let waitingHere = false;
let askedForUpdate = false;

/** Takes the waiting version into use and reloads this page. Unsaved work must be saved before. */
export function update(): void {
  askedForUpdate = true;
  if (navigator.serviceWorker.controller && workbox && waitingHere) workbox.messageSkipWaiting();
  else location.reload(); // another tab has switched versions already
}

/**
 * Registers the service worker (not in development, nor where there is none) once the page has
 * loaded. Call once, before the first photo: input from then on rules the isolation reload out.
 */
export function startPwa(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const untouched = watchForInput(document);
  let controlled = navigator.serviceWorker.controller !== null;
  const wb = new Workbox('./serviceWorker.js', { scope: './' });
  workbox = wb;

  wb.addEventListener('waiting', () => {
    waitingHere = true;
    needRefresh.value = true;
  });
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    waitingHere = false;
    if (askedForUpdate) location.reload();
    // Asked for in another tab: this one holds the old version until the person reloads it.
    else if (controlled) needRefresh.value = true;
    else reloadForIsolation(untouched);
    controlled = true;
  });

  void wb
    .register()
    .then((registration) => {
      if (!registration) return;
      setInterval(() => void registration.update().catch(() => undefined), UPDATE_CHECK_MS);
    })
    .catch(() => undefined); // without it the app works as a plain page
  void navigator.serviceWorker.ready.then(async () => {
    offlineReady.value = true;
    await refreshKept();
    setTimeout(() => void keepSecondReader(), KEEP_SECOND_READER_AFTER_MS);
  });
}

/**
 * On a host without the headers the service worker has added them for the next load: threads need
 * that load. Only while nobody has touched the page, and once per tab at most.
 */
function reloadForIsolation(untouched: () => boolean): void {
  if (globalThis.crossOriginIsolated || !untouched()) return;
  try {
    if (sessionStorage.getItem(RELOADED_KEY)) return;
    sessionStorage.setItem(RELOADED_KEY, '1');
  } catch {
    return; // without a memory of it, a reload could become a loop
  }
  location.reload();
}

/** Keeps the second reader too, unless the person asked the browser to save data. */
async function keepSecondReader(): Promise<void> {
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  if (connection?.saveData || offlineComplete.value) return;
  offlineComplete.value = (await send({ type: 'KEEP_SECOND_READER' }))?.secondReader ?? false;
}

async function refreshKept(): Promise<void> {
  const kept = await send({ type: 'WHAT_IS_KEPT' });
  offlineComplete.value = kept?.secondReader ?? false;
}

async function send(message: PageMessage): Promise<KeepingReport | null> {
  const { active } = await navigator.serviceWorker.ready;
  if (!active) return null;
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<KeepingReport>) => {
      port1.close();
      resolve(data);
    };
    active.postMessage(message, [port2]);
  });
}
