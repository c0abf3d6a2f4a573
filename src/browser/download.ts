/** Fetching model files from our own origin: with progress, checked, and kept. */
import type { OnProgress } from '../core/engine.ts';
import { sha256Hex } from '../core/sha256.ts';
import { VisionError } from '../inference/failure.ts';
import { type ShippedModel, shippedUrls } from './catalogue.ts';

const CACHE = 'platewheel-models';

/**
 * A model's bytes, from the cache or the network, after their sha256 matched the card. What does
 * not match is thrown away and fetched once more, past every cache: the service worker and the
 * browser keep a file of this name for good, damaged or not.
 * @throws VisionError `model`: unreachable (transient) or not the file the card describes.
 */
export async function fetchModel(
  model: ShippedModel,
  onProgress: OnProgress,
): Promise<Uint8Array<ArrayBuffer>> {
  const { card, url } = model;
  const cache = await openCache();
  const kept = await cache?.match(url).catch(() => undefined);
  if (kept) {
    const bytes = new Uint8Array(await kept.arrayBuffer());
    if (await matches(bytes, model, onProgress)) return bytes;
    await cache?.delete(url);
  }
  let bytes = await download(card, url, onProgress);
  let right = await matches(bytes, model, onProgress);
  if (!right) {
    bytes = await download(card, url, onProgress, 'reload');
    right = await matches(bytes, model, onProgress);
  }
  if (!right) {
    throw new VisionError(
      'model',
      `The model ${card.id} is not the file its card describes: its bytes have changed on the way ` +
        'or on the server. It was refused. Reload the page; if this stays, tell whoever hosts this app.',
    );
  }
  // Not waited for. Nor must a full disk stop the reading: the next visit downloads again.
  void keep(cache, url, bytes);
  return bytes;
}

async function matches(
  bytes: Uint8Array<ArrayBuffer>,
  model: ShippedModel,
  onProgress: OnProgress,
) {
  const { card } = model;
  onProgress({ model: card.id, stage: 'verify', loaded: bytes.length, total: bytes.length });
  return (await sha256Hex(bytes)) === card.sha256.toLowerCase();
}

/**
 * Fetches a file whole, reporting bytes. `bytes` is its expected length.
 * @throws VisionError `model`, transient, when it cannot be reached.
 */
export async function download(
  file: { readonly id: string; readonly bytes: number },
  url: string,
  onProgress: OnProgress,
  cache: RequestCache = 'default',
): Promise<Uint8Array<ArrayBuffer>> {
  const report = (loaded: number) =>
    onProgress({ model: file.id, stage: 'download', loaded, total: file.bytes });
  report(0);
  let response: Response;
  try {
    response = await fetch(url, { cache });
  } catch (error) {
    throw unreachable(file.id, error instanceof Error ? error.message : String(error));
  }
  if (!response.ok || !response.body) throw unreachable(file.id, `status ${response.status}`);
  const chunks: Uint8Array[] = [];
  let loaded = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw unreachable(file.id, String(error));
    });
    if (done) break;
    chunks.push(value);
    loaded += value.length;
    report(Math.min(loaded, file.bytes));
  }
  const bytes = new Uint8Array(loaded);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

const unreachable = (id: string, detail: string) =>
  new VisionError(
    'model',
    `${id} could not be downloaded (${detail}). Check the connection and try again.`,
    true,
  );

/** Cache Storage, where there is one: insecure origins and some private windows have none. */
async function openCache(): Promise<Cache | null> {
  try {
    return typeof caches === 'undefined' ? null : await caches.open(CACHE);
  } catch {
    return null;
  }
}

async function keep(cache: Cache | null, url: string, bytes: Uint8Array<ArrayBuffer>) {
  await cache?.put(url, new Response(bytes)).catch(() => undefined);
  await forgetOlder(cache, url);
}

/** Drops files of earlier builds: those beside this one that belong to no model of this build. */
async function forgetOlder(cache: Cache | null, url: string): Promise<void> {
  const folder = url.slice(0, url.lastIndexOf('/') + 1);
  const current = new Set([url, ...shippedUrls()]);
  const keys = (await cache?.keys().catch(() => [])) ?? [];
  for (const { url: other } of keys) {
    if (current.has(other) || !other.startsWith(folder)) continue;
    await cache?.delete(other).catch(() => false);
  }
}
