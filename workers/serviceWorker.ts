/**
 * The service worker: keeps the app for use offline, and adds the isolation headers on hosts that
 * cannot send them. A new version is fetched whole, then waits until the person asks for it.
 */
import { PrecacheController, type PrecacheEntry } from 'workbox-precaching';
import { relaxedSimd } from '../src/browser/relaxedSimd.ts';
import { isOtherCore, keepingOf } from '../src/core/offline/keeping.ts';
import type { KeepingReport, PageMessage } from '../src/rpc/serviceWorker/contract.ts';

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (PrecacheEntry | string)[] };
declare const __SECURITY_HEADERS__: Readonly<Record<string, string>>;
declare const __ACTIVE_MODELS__: readonly string[];

/** Files kept on use; their names carry a hash of the content, so an entry never goes stale. */
const ON_USE_CACHE = 'platewheel-on-use';

const relaxed = relaxedSimd();
const files = self.__WB_MANIFEST
  .map((entry) => (typeof entry === 'string' ? { url: entry } : entry))
  .filter(({ url }) => !isOtherCore(url, relaxed))
  .map((entry) => ({ entry, keeping: keepingOf(entry.url, __ACTIVE_MODELS__) }));

const SHELL_CACHE = 'platewheel-shell';
const shell = new PrecacheController({ cacheName: SHELL_CACHE });
shell.addToCacheList(files.filter((f) => f.keeping === 'shell').map((f) => f.entry));

/** Absolute addresses of the files of a kind. */
const addresses = (kind: 'second-reader' | 'on-use') =>
  files
    .filter(({ keeping }) => keeping === kind)
    .map(({ entry }) => new URL(entry.url, self.location.href).href);
const keptOnUse = new Set([...addresses('second-reader'), ...addresses('on-use')]);

self.addEventListener('install', (event) => {
  event.waitUntil(shell.install(event));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    Promise.all([shell.activate(event), forgetOldFiles(), self.clients.claim()]).then(() => {}),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const ours = new URL(request.url).origin === self.location.origin;
  if (request.method !== 'GET' || !ours || request.headers.has('range')) return;
  event.respondWith(answer(request).then(withHeaders));
});

self.addEventListener('message', (event) => {
  const { type } = event.data as PageMessage;
  if (type === 'SKIP_WAITING') event.waitUntil(self.skipWaiting());
  if (type === 'KEEP_SECOND_READER' || type === 'WHAT_IS_KEPT') {
    const fetched = type === 'KEEP_SECOND_READER' ? keepSecondReader() : Promise.resolve();
    event.waitUntil(
      fetched.then(report).then((kept) => {
        event.ports[0]?.postMessage(kept);
      }),
    );
  }
});

/** From the installation, else what was kept on use, else the network. */
async function answer(request: Request): Promise<Response> {
  const key = new URL(request.url);
  if (request.mode === 'navigate') key.search = ''; // `?source=…` is the same page
  const anew = request.cache === 'reload' ? await fetchAnew(key.href, request) : null;
  if (anew) return anew;
  const kept = await shell.matchPrecache(isRoot(key) ? 'index.html' : key.href);
  if (kept) return kept;
  if (!keptOnUse.has(key.href)) return fetch(request);
  const cache = await caches.open(ON_USE_CACHE);
  return (await cache.match(key.href)) ?? fetchAndKeep(cache, request);
}

const isRoot = ({ pathname }: URL) => pathname === new URL(self.registration.scope).pathname;

/**
 * A file whose kept copy turned out damaged, from the server, kept in that copy's place. Null where
 * the server does not have it or is out of reach: what is kept must do then.
 */
async function fetchAnew(url: string, request: Request): Promise<Response | null> {
  const response = await fetch(request).catch(() => null);
  if (!response?.ok) return null;
  const shellKey = shell.getCacheKeyForURL(url);
  if (shellKey === undefined && !keptOnUse.has(url)) return response;
  const cache = await caches.open(shellKey === undefined ? ON_USE_CACHE : SHELL_CACHE);
  await cache.put(shellKey ?? url, response.clone()).catch(() => undefined);
  return response;
}

async function fetchAndKeep(cache: Cache, request: Request | string): Promise<Response> {
  const response = await fetch(request);
  // A full disk only means another download next time.
  if (response.ok) await cache.put(request, response.clone()).catch(() => undefined);
  return response;
}

/** Adds the headers a host left out. Opaque and failed answers cannot be rebuilt. */
function withHeaders(response: Response): Response {
  const missing = Object.entries(__SECURITY_HEADERS__).filter(([n]) => !response.headers.has(n));
  if (missing.length === 0 || response.type === 'opaque' || response.type === 'error') {
    return response;
  }
  const headers = new Headers(response.headers);
  for (const [name, value] of missing) headers.set(name, value);
  const { status, statusText } = response;
  const body = [101, 204, 205, 304].includes(status) ? null : response.body;
  return new Response(body, { status, statusText, headers });
}

async function keepSecondReader(): Promise<void> {
  const cache = await caches.open(ON_USE_CACHE);
  for (const url of addresses('second-reader')) {
    if (!(await cache.match(url))) await fetchAndKeep(cache, url).catch(() => undefined);
  }
}

async function report(): Promise<KeepingReport> {
  const cache = await caches.open(ON_USE_CACHE);
  const kept = async (url: string) => (await cache.match(url)) !== undefined;
  const secondReader = await Promise.all(addresses('second-reader').map(kept));
  return { secondReader: secondReader.every(Boolean) };
}

/** Drops files of earlier versions. */
async function forgetOldFiles(): Promise<void> {
  const cache = await caches.open(ON_USE_CACHE);
  for (const request of await cache.keys()) {
    if (!keptOnUse.has(request.url)) await cache.delete(request);
  }
}
