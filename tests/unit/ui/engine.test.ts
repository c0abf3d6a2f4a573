import { beforeEach, describe, expect, it, vi } from 'vitest';

const starts = vi.hoisted(
  () =>
    [] as {
      backend: string;
      layer: unknown;
      resolve: (info: unknown) => void;
      reject: (e: Error) => void;
    }[],
);
const kept = vi.hoisted(() => ({ layer: null as unknown }));
vi.mock('../../../src/store/page/everKept.ts', () => ({ everKept: () => true }));
vi.mock('../../../src/ui/learn/keptLayer.ts', () => ({ keptLayer: async () => kept.layer }));
vi.mock('../../../src/rpc/vision/client.ts', () => ({
  VisionStartError: class extends Error {},
  createVision: () => ({
    onInfo: () => () => undefined,
    start: ({ backend, layer }: { backend: string; layer: unknown }) =>
      new Promise((resolve, reject) => starts.push({ backend, layer, resolve, reject })),
  }),
}));
vi.mock('../../../src/ui/appSettings.ts', async () => {
  const { signal } = await import('@preact/signals');
  return { settings: signal({ backend: 'auto', reader: 'own' }) };
});

const { engine, startEngine } = await import('../../../src/ui/engine.ts');
const { settings } = await import('../../../src/ui/appSettings.ts');

const choose = (backend: 'auto' | 'wasm' | 'webgpu') => {
  settings.value = { ...settings.value, backend };
};
const info = (backend: string) => ({ detector: { backend }, reader: { backend } });
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

beforeEach(() => {
  starts.length = 0;
});

describe('startEngine', () => {
  it('starts once for equal settings', async () => {
    choose('auto');
    const first = startEngine();
    expect(startEngine()).toBe(first);
    starts[0]?.resolve(info('wasm'));
    expect(await first).toBe(true);
    expect(engine.value).toMatchObject({ state: 'ready' });
  });

  it.each(['fails', 'succeeds'])('an overtaken start that %s changes nothing', async (how) => {
    choose('wasm');
    const overtaken = startEngine();
    choose('webgpu');
    const newest = startEngine();
    const [early, late] = starts.splice(0);
    if (how === 'fails') early?.reject(new Error('no memory'));
    else early?.resolve(info('wasm'));
    await settle();
    expect(engine.value.state).toBe('loading');
    expect(startEngine(), 'not started a third time').toBe(newest);
    late?.resolve(info('webgpu'));
    expect(await overtaken, 'whoever waited can read now').toBe(true);
    expect(engine.value).toMatchObject({ state: 'ready', info: info('webgpu') });
  });

  it('tries again after a failure', async () => {
    choose('auto');
    const failed = startEngine();
    starts[0]?.reject(new Error('no network'));
    expect(await failed).toBe(false);
    expect(engine.value.state).toBe('failed');
    const again = startEngine();
    starts[1]?.resolve(info('wasm'));
    expect(await again).toBe(true);
  });

  it('reads with what an earlier visit learnt from the first photo on', async () => {
    kept.layer = { base: 'reader' };
    settings.value = { ...settings.value, learns: true };
    choose('wasm');
    const started = startEngine();
    await settle();
    starts[0]?.resolve(info('wasm')); // models and layer come at the same time
    await vi.waitFor(() => expect(starts).toHaveLength(2));
    expect(starts[1]?.layer).toBe(kept.layer);
    expect(engine.value.state).toBe('loading');
    starts[1]?.resolve(info('wasm'));
    expect(await started).toBe(true);
    expect(engine.value).toMatchObject({ state: 'ready' });
  });
});
