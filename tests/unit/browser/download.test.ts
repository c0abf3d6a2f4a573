import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ShippedModel, shippedUrls } from '../../../src/browser/catalogue.ts';
import { fetchModel } from '../../../src/browser/download.ts';
import type { LoadProgress } from '../../../src/core/engine.ts';
import { sha256Hex } from '../../../src/core/sha256.ts';

const BYTES = new TextEncoder().encode('weights of a model');
const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const URL_ = 'https://example.test/assets/detector-v1-abc.onnx';
const MODEL: ShippedModel = {
  url: URL_,
  card: {
    id: 'detector-v1',
    task: 'detector',
    version: '1',
    sha256: hash(BYTES),
    bytes: BYTES.length,
  },
};

/** A Cache Storage in memory. */
function fakeCaches() {
  const kept = new Map<string, Uint8Array>();
  const cache = {
    match: async (url: string) => {
      const bytes = kept.get(url);
      return bytes ? new Response(new Uint8Array(bytes)) : undefined;
    },
    put: async (url: string, response: Response) => {
      kept.set(url, new Uint8Array(await response.arrayBuffer()));
    },
    delete: async (url: string) => kept.delete(url),
    keys: async () => [...kept.keys()].map((url) => ({ url })),
  };
  vi.stubGlobal('caches', { open: async () => cache });
  return kept;
}

let served = 0;
const serve = (bytes: Uint8Array | null, status = 200) => {
  served = 0;
  vi.stubGlobal('fetch', async () => {
    served++;
    if (!bytes) throw new TypeError('Failed to fetch');
    return new Response(new Uint8Array(bytes), { status });
  });
};

beforeEach(() => serve(BYTES));
afterEach(() => vi.unstubAllGlobals());

describe('fetchModel', () => {
  it('downloads with progress, checks and keeps', async () => {
    const kept = fakeCaches();
    const seen: LoadProgress[] = [];
    expect(await fetchModel(MODEL, (p) => seen.push(p))).toEqual(BYTES);
    expect(seen[0]).toEqual({
      model: 'detector-v1',
      stage: 'download',
      loaded: 0,
      total: BYTES.length,
    });
    expect(seen.at(-2)).toMatchObject({ stage: 'download', loaded: BYTES.length });
    expect(seen.at(-1)?.stage).toBe('verify');
    await vi.waitFor(() => expect(kept.get(URL_)).toEqual(BYTES));
  });

  it('takes the kept copy without the network', async () => {
    fakeCaches().set(URL_, BYTES);
    expect(await fetchModel(MODEL, () => undefined)).toEqual(BYTES);
    expect(served).toBe(0);
  });

  it('throws a damaged copy away and fetches again', async () => {
    const kept = fakeCaches().set(URL_, BYTES.with(3, 0));
    expect(await fetchModel(MODEL, () => undefined)).toEqual(BYTES);
    expect(served).toBe(1);
    await vi.waitFor(() => expect(kept.get(URL_)).toEqual(BYTES));
  });

  it('refuses a changed byte for good, and does not keep it', async () => {
    const kept = fakeCaches();
    serve(BYTES.with(3, 0));
    await expect(fetchModel(MODEL, () => undefined)).rejects.toMatchObject({
      code: 'model',
      transient: false,
      message: expect.stringContaining('refused'),
    });
    expect(kept.size).toBe(0);
  });

  it('asks the server itself when a cache on the way hands out damaged bytes', async () => {
    fakeCaches();
    const asked: (string | undefined)[] = [];
    vi.stubGlobal('fetch', async (_: string, init?: RequestInit) => {
      asked.push(init?.cache);
      return new Response(new Uint8Array(init?.cache === 'reload' ? BYTES : BYTES.with(3, 0)));
    });
    expect(await fetchModel(MODEL, () => undefined)).toEqual(BYTES);
    expect(asked).toEqual(['default', 'reload']);
  });

  it.each([
    ['no connection', null, 200],
    ['a missing file', BYTES, 404],
  ])('calls %s transient', async (_, bytes, status) => {
    fakeCaches();
    serve(bytes, status);
    await expect(fetchModel(MODEL, () => undefined)).rejects.toMatchObject({
      code: 'model',
      transient: true,
    });
  });

  it('forgets files of earlier builds beside it, and keeps every model of this build', async () => {
    const kept = fakeCaches();
    const other = shippedUrls()[0] as string;
    const elsewhere = 'https://example.test/another/assets/detector-v0.onnx';
    kept.set('https://example.test/assets/detector-v0-old.onnx', BYTES);
    kept.set(elsewhere, BYTES);
    kept.set(other, BYTES);
    await fetchModel(MODEL, () => undefined);
    const expected = [URL_, elsewhere, other].sort();
    await vi.waitFor(() => expect([...kept.keys()].sort()).toEqual(expected));
    const second = { ...MODEL, url: other };
    await fetchModel(second, () => undefined);
    const isElsewhere = other.startsWith(URL_.slice(0, URL_.lastIndexOf('/'))) === false;
    await vi.waitFor(() => expect(kept.has(URL_)).toBe(isElsewhere));
  });

  it('works without Cache Storage and with one that refuses', async () => {
    vi.stubGlobal('caches', undefined);
    expect(await fetchModel(MODEL, () => undefined)).toEqual(BYTES);
    vi.stubGlobal('caches', {
      open: async () => {
        throw new Error('blocked');
      },
    });
    expect(await fetchModel(MODEL, () => undefined)).toEqual(BYTES);
  });
});

describe('sha256Hex', () => {
  it('agrees with Node, with and without crypto.subtle', async () => {
    for (const bytes of [new Uint8Array(), BYTES, new Uint8Array(100_000).fill(7)]) {
      expect(await sha256Hex(bytes)).toBe(hash(bytes));
    }
    vi.stubGlobal('crypto', {}); // as on http://192.168.0.5
    expect(await sha256Hex(BYTES)).toBe(hash(BYTES));
  });
});
