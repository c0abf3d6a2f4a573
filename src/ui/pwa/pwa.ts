/** The installed side of the app: offline state, updates that wait to be asked, isolation. */
import { signal } from '@preact/signals';
import type { KeepingReport, PageMessage } from '../../rpc/serviceWorker/contract.ts';
import { quietMs } from '../engine.ts';
import { watchForInput } from './firstInput.ts';

/** App, runtime and active models are kept: everything but the second reader works offline. */
export const offlineReady = signal(false);
/** The second reader is kept as well. */
export const offlineComplete = signal(false);
/** A newer version is fetched and waits for `update()`. */
export const needRefresh = signal(false);

/** How often an open page asks for a new version. */
const UPDATE_CHECK_MS = 60 * 60_000;
/** Nobody has waited for the reader for so long: the first photos come before the offline copy. */
const QUIET_MS = 2000;
const QUIET_AT_LAST_MS = 60_000;
/** The second reader is fetched once the first photos have had the network for themselves. */
const KEEP_SECOND_READER_AFTER_MS = 60_000;
/** Set for the tab's life once the page was reloaded for isolation: never twice. */
const RELOADED_KEY = 'platewheel-isolation-reload';

let registration: ServiceWorkerRegistration | null = null;
let askedForUpdate = false;

/** Takes the waiting version into use and reloads this page. Unsaved work must be saved before. */
export function update(): void {
  askedForUpdate = true;
  if (registration?.waiting) tell(registration.waiting, { type: 'SKIP_WAITING' });
  else location.reload(); // another tab has switched versions already
}

/**
 * Registers the service worker (not in development, nor where there is none) once the page has
 * loaded and its reader has a moment: on a first visit all files are fetched, which the first photos
 * would wait for. Where threads need the worker, at once. Call once, before the first photo: input from
 * then on rules the isolation reload out.
 */
export function startPwa(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const untouched = watchForInput(document);
  let controlled = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (askedForUpdate) location.reload();
    // Asked for in another tab: this one holds the old version until the person reloads it.
    else if (controlled) needRefresh.value = true;
    else reloadForIsolation(untouched);
    controlled = true;
  });
  const loaded = async () => {
    if (!controlled && globalThis.crossOriginIsolated) await untilQuiet();
    await register();
  };
  if (document.readyState === 'complete') void loaded();
  else addEventListener('load', () => void loaded(), { once: true });
}

/** Resolves once the reader is ready and has nothing to read for a while; a long batch is not waited for. */
async function untilQuiet(): Promise<void> {
  const last = performance.now() + QUIET_AT_LAST_MS;
  while (quietMs() < QUIET_MS && performance.now() < last) {
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS / 4));
  }
}

async function register(): Promise<void> {
  const { serviceWorker } = navigator;
  const current = await serviceWorker
    .register('./serviceWorker.js', { scope: './' })
    .catch(() => null);
  if (!current) return; // refused, or swallowed by an extension: the app works as a plain page
  registration = current;
  noticeWaiting(current);
  current.addEventListener('updatefound', () => {
    current.installing?.addEventListener('statechange', () => noticeWaiting(current));
  });
  setInterval(() => void current.update().catch(() => undefined), UPDATE_CHECK_MS);

  await serviceWorker.ready;
  offlineReady.value = true;
  offlineComplete.value = (await ask({ type: 'WHAT_IS_KEPT' })).secondReader;
  setTimeout(() => void keepSecondReader(), KEEP_SECOND_READER_AFTER_MS);
}

/** A first installation goes straight on; only a later version waits behind the running one. */
function noticeWaiting({ waiting, active }: ServiceWorkerRegistration): void {
  if (waiting && active) needRefresh.value = true;
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
  offlineComplete.value = (await ask({ type: 'KEEP_SECOND_READER' })).secondReader;
}

async function ask(question: PageMessage): Promise<KeepingReport> {
  const { active } = await navigator.serviceWorker.ready;
  if (!active) return { secondReader: false };
  const { port1, port2 } = new MessageChannel();
  const answered = new Promise<KeepingReport>((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<KeepingReport>) => resolve(data);
  });
  tell(active, question, port2);
  return answered.finally(() => port1.close());
}

function tell(worker: ServiceWorker, message: PageMessage, ...ports: MessagePort[]): void {
  worker.postMessage(message, ports);
}
