/** No room, or the worker gone, while a layer is written: nothing half, and the old one stays. */
import '../store/fakeBrowser.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLearnDesk } from '../../../src/analysis/learning/desk.ts';
import type { LearnApi } from '../../../src/rpc/learn/contract.ts';
import { saveCorrection } from '../../../src/store/corrections.ts';
import { savedLayer, savedLayers } from '../../../src/store/layers.ts';
import { savedSamples } from '../../../src/store/library.ts';
import { closeDatabase } from '../../../src/store/open.ts';
import { closeReplica } from '../../../src/store/replica/bucket.ts';
import { ALPHABET, BASE, habitAnswers } from '../core/learning/habit.ts';
import { loseEverything } from '../store/fakeBrowser.ts';
import { photoOf, plateEdit } from '../store/photo.ts';

const READER = { reader: 'aa', head: BASE, alphabet: ALPHABET, temperatures: [1] };
const ANSWERS = habitAnswers(30, 3);

beforeEach(async () => {
  await closeDatabase();
  await closeReplica();
  loseEverything();
});
afterEach(() => vi.restoreAllMocks());

/** Keeps answers as a person gives them, and shows their plates to the worker. */
async function answer(desk: LearnApi, from: number, to: number): Promise<void> {
  for (const [i, { text }] of ANSWERS.slice(from, to).entries()) {
    const prepared = photoOf(text);
    const edits = [plateEdit('p', { text })];
    await saveCorrection({
      prepared,
      sample: prepared.sample.id,
      prediction: null,
      edits,
      at: from + i + 1,
    });
  }
  await desk.learnChanged('all');
  await show(desk);
}

async function show(desk: LearnApi): Promise<void> {
  const textOf = new Map((await savedSamples()).map(({ sample }) => [sample.id, sample.file]));
  for (;;) {
    const wish = await desk.featureWish();
    if (!wish) return;
    const text = (textOf.get(wish.sample) as string).replace('.jpg', '');
    const views = ANSWERS.find((one) => one.text === text)?.views ?? [];
    const data = Float32Array.from(views.flatMap((view) => [...view]));
    const dims = [views.length, (views[0]?.length ?? 0) / BASE.width, BASE.width] as const;
    await desk.takeFeatures(wish.sample, wish.boxes, [{ data, dims }]);
  }
}

async function opened(): Promise<LearnApi> {
  const desk = createLearnDesk();
  await desk.openLearning(READER, 'de');
  await show(desk);
  return desk;
}

/** The next write of a layer ends like this. */
function layerWrites(how: (put: () => IDBRequest) => IDBRequest): void {
  const { put } = IDBObjectStore.prototype;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    ...given
  ) {
    const write = () => put.apply(this, given as Parameters<typeof put>);
    return this.name === 'layers' ? how(write) : write();
  });
}

const full = () => {
  throw new DOMException('full', 'QuotaExceededError');
};

const WORK: Readonly<Record<string, (desk: LearnApi, file: string) => Promise<unknown>>> = {
  learning: (desk) => desk.learn(),
  'cross-fitting': (desk) => desk.crossFit(() => undefined),
  'another scope': (desk) => desk.chooseScope({ kind: 'all' }),
  'a layer from a file': (desk, file) => desk.importLayer(file),
};

describe('a layer that cannot be written', () => {
  it.each(Object.keys(WORK))(
    '%s: full storage leaves the old one, here and on disk',
    async (name) => {
      const work = WORK[name] as (typeof WORK)[string];
      const desk = await opened();
      await answer(desk, 0, 12);
      const before = await desk.learn();
      const old = await savedLayer('aa');
      const file = (await desk.exportLayer()) as string;
      expect(old).not.toBeNull();
      await answer(desk, 12, 22);
      layerWrites(full);
      await expect(work(desk, file)).rejects.toMatchObject({ code: 'full' });
      expect(await savedLayer('aa')).toEqual(old);
      expect(await savedLayers()).toHaveLength(1);
      vi.restoreAllMocks();
      // In the worker nothing is half learnt: a fresh one that has only the store goes on the same.
      const view = await desk.learn();
      expect(view.kind).toBe('own');
      expect(view.scope).toEqual(before.scope);
      const fresh = await opened();
      expect(await savedLayer('aa')).not.toEqual(old);
      expect(await fresh.learn()).toEqual(view);
      expect(view.answers).toBe(22);
    },
  );

  it('a worker that dies while it writes leaves the old one, and the next goes on from it', async () => {
    const desk = await opened();
    await answer(desk, 0, 12);
    const before = await desk.learn();
    const old = await savedLayer('aa');
    await answer(desk, 12, 22);
    let died: () => void = () => undefined;
    const dead = new Promise<void>((resolve) => {
      died = resolve;
    });
    layerWrites((put) => {
      const request = put();
      // A browser takes back what a worker that is gone has not committed.
      request.transaction?.abort();
      died();
      return request;
    });
    const lost = desk.learn().catch(() => undefined);
    await dead;
    await lost;
    vi.restoreAllMocks();
    expect(await savedLayer('aa')).toEqual(old);
    await closeDatabase();
    const next = createLearnDesk();
    const again = await next.openLearning(READER, 'de');
    expect(again.layer?.id).toBe(before.layer?.id);
    await show(next);
    const after = await next.learn();
    expect(after.answers).toBe(22);
    expect(after.layer?.answers).toBe(20);
    expect((await savedLayer('aa'))?.at).toBeGreaterThanOrEqual((old as { at: number }).at);
  });
});
