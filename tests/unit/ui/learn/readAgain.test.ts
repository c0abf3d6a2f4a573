import { signal } from '@preact/signals';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type ReaderLayer, withLayer } from '../../../../src/core/learning/layer.ts';
import type { ReadOutcome } from '../../../../src/core/photoResult.ts';
import type { Reading } from '../../../../src/core/types.ts';

const reading = (text: string, confidence: number): Reading => ({
  text,
  confidence,
  characters: [],
  rows: 1,
  alternatives: [],
});
const raw = reading('ABC123', 0.7);
const learnt = reading('ABC123', 0.9);

const mocks = vi.hoisted(() => ({ seen: 0, layer: null as unknown as { value: unknown } }));
vi.mock('../../../../src/ui/appSettings.ts', async () => {
  const { signal } = await import('@preact/signals');
  return { settings: signal({ country: '' }) };
});
vi.mock('../../../../src/ui/engine.ts', async () => {
  const { signal } = await import('@preact/signals');
  mocks.layer = signal(null);
  return {
    layer: mocks.layer,
    vision: {
      readBoxes: async () => {
        mocks.seen += 1;
        const now = mocks.layer.value as ReaderLayer | null;
        return { ok: true, value: [{ reading: now ? withLayer(raw, learnt, now) : raw }] };
      },
    },
  };
});
vi.mock('../../../../src/ui/read/readState.ts', async () => {
  const { signal } = await import('@preact/signals');
  const items = signal<unknown[]>([]);
  const replace = (index: number, _: unknown, outcome: unknown) => {
    items.value = items.value.map((item, i) =>
      i === index ? { ...(item as object), outcome } : item,
    );
  };
  return {
    batch: { items, run: signal('done'), replace },
    mode: signal('photos'),
    selectedIndex: signal(0),
    typing: signal(false),
  };
});
vi.mock('../../../../src/ui/review/reviewed.ts', () => ({ reviewed: signal(null) }));
vi.mock('../../../../src/ui/learn/learnState.ts', () => ({ doing: signal(null) }));

const { layer } = await import('../../../../src/ui/engine.ts');
const { batch } = await import('../../../../src/ui/read/readState.ts');
const { readAgain, showLayer } = await import('../../../../src/ui/learn/readAgain.ts');

const learntLayer = (isUsed: boolean): ReaderLayer => ({
  id: 'fifty',
  reader: '',
  head: { classes: 0, width: 0, weight: new Float32Array(), bias: new Float32Array() },
  temperature: 1,
  answers: 50,
  isUsed,
  scope: { kind: 'all' },
});
const shown = () => (batch.items.value[0]?.outcome as ReadOutcome | undefined)?.plates[0]?.reading;

async function take(next: ReaderLayer | null): Promise<void> {
  layer.value = next;
  showLayer(next);
  await readAgain();
}

beforeEach(() => {
  mocks.seen = 0;
  const outcome = { kind: 'read', plates: [{ detection: { box: {} }, reading: raw }] };
  Object.assign(batch.items, {
    value: [{ index: 0, file: 'a', source: {}, label: null, outcome }],
  });
});

describe('open photos and what was learnt', () => {
  it('a photo that an undecided layer reads alike is not looked at twice', async () => {
    await take(learntLayer(false));
    await take(learntLayer(false));
    expect([mocks.seen, shown()]).toEqual([1, raw]);
  });

  it('once that layer is used, the photo is read by it and says so', async () => {
    await take(learntLayer(false));
    await take(learntLayer(true));
    expect(shown()).toMatchObject({ confidence: 0.9, layer: { answers: 50, isUsed: true } });
  });

  it('off it is as it was, and on again as with it', async () => {
    await take(learntLayer(true));
    await take(null);
    expect(shown()).toEqual(raw);
    await take(learntLayer(true));
    expect(shown()).toMatchObject({ confidence: 0.9, layer: { isUsed: true } });
  });
});
