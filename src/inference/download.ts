/** Fetching model files from our own origin: with progress, checked, and kept. */
import type { LoadProgress } from '../rpc/contract.ts';
import type { ShippedModel } from './catalogue.ts';
import { VisionError } from './failure.ts';
import { sha256Hex } from './sha256.ts';

const CACHE = 'platewheel-models';

export type OnProgress = (progress: LoadProgress) => void;

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
  // A full disk must not stop the reading: without the cache the next visit downloads again.
  await cache?.put(url, new Response(bytes)).catch(() => undefined);
  await forgetOthers(cache, url, card.task);
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

/** Drops older versions of the same task, by the first word of their file names. */
async function forgetOthers(cache: Cache | null, url: string, task: string): Promise<void> {
  const keys = (await cache?.keys().catch(() => [])) ?? [];
  for (const { url: other } of keys) {
    const name = other.slice(other.lastIndexOf('/') + 1);
    if (other !== url && name.startsWith(task)) await cache?.delete(other).catch(() => false);
  }
}
