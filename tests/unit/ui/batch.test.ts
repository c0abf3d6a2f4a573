import { describe, expect, it, vi } from 'vitest';
import type { Label } from '../../../src/core/dataset/types.ts';
import type { ReadOutcome } from '../../../src/core/results.ts';
import { createBatch } from '../../../src/ui/read/batch.ts';
import type { BatchDeps, PhotoRead } from '../../../src/ui/read/batchContract.ts';
import type { PhotoItem } from '../../../src/ui/read/items.ts';

const outcome: ReadOutcome = {
  kind: 'read',
  size: { width: 10, height: 10 },
  plates: [],
  detector: { id: 'd', sha256: '', backend: 'wasm' },
  reader: { id: 'r', sha256: '', backend: 'wasm' },
  times: { decodeMs: 0, detectMs: 0, readMs: 0, totalMs: 0 },
  taken: { time: null, place: null },
};
const done: PhotoRead = { outcome, thumbnail: null, crops: [] };

/** A batch whose reads settle when the test says so. */
function setUp(overrides: Partial<BatchDeps> = {}) {
  const reads: { name: string; resolve: (read: PhotoRead) => void; reject: (e: Error) => void }[] =
    [];
  const saved: PhotoItem[][] = [];
  let clock = 0;
  const forget = vi.fn();
  const batch = createBatch({
    ready: async () => true,
    read: (file) =>
      new Promise((resolve, reject) => reads.push({ name: file.name, resolve, reject })),
    save: (items) => void saved.push([...items]),
    forget,
    now: () => clock,
    schedule: (flush) => flush(),
    ...overrides,
  });
  const states = () => batch.items.value.map((item) => item.state);
  return { batch, reads, saved, forget, states, pass: (ms: number) => (clock += ms) };
}

const photos = (...names: string[]) =>
  names.map((name) => ({ file: new File(['x'], name, { lastModified: 7 }), path: name }));
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('batch', () => {
  it('reads one photo at a time, in order, and keeps each at once', async () => {
    const { batch, reads, saved, states } = setUp();
    expect(batch.run.value).toBe('idle');
    batch.add(photos('a', 'b'));
    await settle();
    expect([states(), reads.length]).toEqual([['reading', 'waiting'], 1]);
    reads[0]?.resolve(done);
    await settle();
    expect(states()).toEqual(['finished', 'reading']);
    expect(saved.at(-1)).toMatchObject([{ index: 0, state: 'finished', outcome }]);
    reads[1]?.resolve(done);
    await settle();
    expect(batch.run.value).toBe('done');
    expect(reads.map((read) => read.name)).toEqual(['a', 'b']);
  });

  it('takes one photo out and puts it back; chosen again it is read at its old place', async () => {
    const { batch, reads, saved, states } = setUp();
    batch.add(photos('a', 'b', 'c'));
    await settle();
    expect(batch.remove(0)).toBeNull(); // it is being read
    expect(batch.remove(1)).not.toBeNull();
    reads[0]?.resolve(done);
    await settle();
    expect(reads.map(({ name }) => name)).toEqual(['a', 'c']);
    reads[1]?.resolve(done);
    await settle();
    expect([states(), batch.counts.value.total]).toEqual([['finished', 'removed', 'finished'], 2]);

    const putBack = batch.remove(0);
    expect(saved.at(-1)).toMatchObject([
      { index: 0, state: 'removed', outcome: null, source: null },
    ]);
    expect(batch.counts.value).toMatchObject({ total: 1, finished: 1 });
    putBack?.();
    expect(saved.at(-1)).toMatchObject([{ index: 0, state: 'finished', outcome }]);
    expect(states()[0]).toBe('finished');

    expect(batch.add(photos('b'))).toEqual({ first: 1, resumed: 0, repeated: 0 });
    await settle();
    expect(states()).toEqual(['finished', 'reading', 'finished']);

    const late = batch.remove(2);
    batch.clear();
    late?.();
    expect(new Set(states())).toEqual(new Set(['removed']));
    expect(batch.run.value).toBe('idle');
  });

  it('goes on after a photo whose read throws', async () => {
    const { batch, reads, states } = setUp();
    batch.add(photos('a', 'b'));
    await settle();
    reads[0]?.reject(new Error('boom'));
    await settle();
    expect(states()).toEqual(['finished', 'reading']);
    expect(batch.items.value[0]?.outcome).toMatchObject({ kind: 'failed', code: 'engine' });
    expect(batch.counts.value.failed).toBe(1);
  });

  it('starts no further photo while paused', async () => {
    const { batch, reads, states } = setUp();
    batch.add(photos('a', 'b', 'c'));
    await settle();
    batch.pause();
    expect(batch.run.value).toBe('paused');
    reads[0]?.resolve(done);
    await settle();
    expect(states()).toEqual(['finished', 'waiting', 'waiting']);
    batch.resume();
    await settle();
    expect(states()).toEqual(['finished', 'reading', 'waiting']);
  });

  it('cancels what waits, keeps what was being read, and can take it up again', async () => {
    const { batch, reads, states } = setUp();
    batch.add(photos('a', 'b', 'c'));
    await settle();
    batch.cancel();
    reads[0]?.resolve(done);
    await settle();
    expect([states(), batch.run.value]).toEqual([['finished', 'stopped', 'stopped'], 'done']);
    batch.readAgain();
    await settle();
    expect(states()).toEqual(['finished', 'reading', 'waiting']);
  });

  it('pauses instead of failing everything when the engine is not available', async () => {
    let available = false;
    const { batch, reads, states } = setUp({ ready: async () => available });
    batch.add(photos('a', 'b'));
    await settle();
    expect([states(), batch.run.value]).toEqual([['waiting', 'waiting'], 'paused']);
    available = true;
    batch.resume();
    await settle();
    expect(reads.length).toBe(1);
  });

  it('drops a reading that arrives after clear, and undoes clear', async () => {
    const { batch, reads, saved, forget, states } = setUp();
    batch.add(photos('a', 'b'));
    await settle();
    const before = batch.clear();
    const none = ['removed', 'removed'];
    expect([states(), forget.mock.calls.length]).toEqual([none, 1]);
    const saves = saved.length;
    reads[0]?.resolve(done);
    await settle();
    expect([states(), saved.length]).toEqual([none, saves]);
    batch.putBack(before);
    await settle();
    expect(states()).toEqual(['reading', 'waiting']);
    expect(saved[saves]).toHaveLength(2);
  });

  it('gives no place twice: what was cleared comes back to its own, what came since stays', async () => {
    const { batch, reads } = setUp();
    batch.add(photos('a', 'b'));
    const before = batch.clear();
    batch.add(photos('c'));
    await settle();
    const list = () =>
      batch.items.value
        .filter(({ state }) => state !== 'removed')
        .map(({ index, file, state }) => `${index} ${file} ${state}`);
    reads.at(-1)?.resolve(done);
    await settle();
    batch.putBack(before);
    expect(list()).toEqual(['0 a waiting', '1 b waiting', '2 c finished']);
    // A later list goes on counting; of the first nothing is left to come back with it.
    const second = batch.clear();
    batch.add(photos('a'));
    batch.clear();
    batch.putBack(second);
    expect(list().map((entry) => entry.slice(0, 3))).toEqual(['0 a', '1 b', '2 c']);
  });

  it('shows what an earlier visit left, also where a list before it was cleared', () => {
    const { batch, saved } = setUp();
    const found = [3, 5].map((index) => ({
      ...{ index, file: `${index}.jpg`, bytes: 1, lastModified: 7, source: null },
      ...{ state: 'finished', outcome, thumbnail: null, crops: [], label: null, sample: null },
    })) as PhotoItem[];
    batch.add(photos('c'));
    expect(batch.restore(found)).toBe(6);
    const places = batch.items.value.map(({ state, index }) => (state === 'removed' ? '' : index));
    expect(places).toEqual(['', '', '', 3, '', 5, 6]);
    expect(saved.at(-1)).toMatchObject([{ index: 6, file: 'c' }]);
    expect(batch.counts.value.total).toBe(3);
  });

  it('leaves out a photo that is in the list already', async () => {
    const { batch } = setUp();
    expect(batch.add(photos('a', 'b'))).toMatchObject({ first: 0, repeated: 0 });
    expect(batch.add(photos('b', 'c', 'c'))).toMatchObject({ first: 1, repeated: 2 });
    expect(batch.items.value.map((item) => item.file)).toEqual(['a', 'b', 'c']);
  });

  it('shows what was said at once, and keeps where that is only once', () => {
    const { batch, saved } = setUp();
    batch.add(photos('a'));
    const label = { sample: 's', revision: 1, at: 1, plates: [], noPlate: true, prediction: null };
    batch.say(0, { label, sample: 's' });
    expect(batch.items.value[0]).toMatchObject({ label, sample: 's' });
    const writes = saved.length;
    batch.say(0, { label: { ...label, revision: 2 }, sample: 's' });
    expect(batch.items.value[0]?.label?.revision).toBe(2);
    expect(saved.length).toBe(writes);
  });

  it('takes what was read again, unless a person said something meanwhile', async () => {
    const { batch, reads, saved } = setUp();
    batch.add(photos('a'));
    await settle();
    reads[0]?.resolve(done);
    await settle();
    const again = { ...outcome, taken: { time: null, place: null } };
    batch.replace(0, outcome, again);
    expect(batch.items.value[0]?.outcome).toBe(again);
    expect(saved.at(-1)).toMatchObject([{ index: 0, outcome: again }]);
    batch.replace(0, outcome, { ...outcome }); // of what it was before
    expect(batch.items.value[0]?.outcome).toBe(again);
    batch.say(0, { label: { revision: 1 } as Label, sample: 's' });
    batch.replace(0, again, { ...outcome });
    expect(batch.items.value[0]?.outcome).toBe(again);
  });

  it('gives an interrupted photo its old place when it is chosen again', async () => {
    const { batch, states } = setUp();
    const kept = (file: string, index: number): PhotoItem => ({
      index,
      file,
      bytes: 1,
      lastModified: 7,
      source: null,
      state: 'stopped',
      outcome: null,
      thumbnail: null,
      crops: [],
      label: null,
      sample: null,
    });
    batch.restore([kept('a', 0), kept('b', 1)]);
    expect(batch.run.value).toBe('done');
    const { resumed } = batch.add(photos('b', 'c'));
    await settle();
    expect(resumed).toBe(1);
    expect(states()).toEqual(['stopped', 'reading', 'waiting']);
  });

  it('measures the pace over the latest photos, pauses left out', async () => {
    const { batch, reads, pass } = setUp();
    batch.add(photos('a', 'b'));
    await settle();
    pass(100);
    batch.pause();
    reads[0]?.resolve(done);
    await settle();
    pass(60_000);
    batch.resume();
    await settle();
    pass(300);
    reads[1]?.resolve(done);
    await settle();
    expect(batch.msPerPhoto.value).toBe(200);
  });

  it('takes a pause only where something waits: photos chosen later are read at once', async () => {
    const { batch, reads, states } = setUp();
    batch.pause(); // nothing to pause yet
    batch.add(photos('a'));
    await settle();
    expect([states(), batch.run.value]).toEqual([['reading'], 'running']);
    batch.pause(); // the last photo is being read already
    reads[0]?.resolve(done);
    await settle();
    expect(batch.run.value).toBe('done');
    batch.add(photos('b'));
    await settle();
    expect([states(), batch.run.value]).toEqual([['finished', 'reading'], 'running']);
  });

  it('keeps what was read until the new reading is there', async () => {
    const { batch, reads, saved } = setUp();
    batch.add(photos('a'));
    await settle();
    reads[0]?.resolve(done);
    await settle();
    const saves = saved.length;
    batch.readAgain([0]);
    await settle();
    expect(saved.slice(saves), 'a reload now must bring the old result back').toEqual([]);
    reads[1]?.resolve(done);
    await settle();
    expect(saved.slice(saves)).toMatchObject([[{ index: 0, state: 'finished', outcome }]]);
  });

  it('gives earlier results back when reading again is cancelled', async () => {
    const { batch, reads, states } = setUp();
    batch.add(photos('a', 'b', 'c'));
    for (let n = 0; n < 2; n++) {
      await settle();
      reads[n]?.resolve(done);
    }
    await settle();
    reads[2]?.reject(new Error('boom'));
    await settle();
    batch.readAgain([0, 1, 2]);
    await settle();
    batch.cancel();
    expect(states()).toEqual(['reading', 'finished', 'finished']);
    expect(batch.items.value[1]?.outcome).toBe(outcome);
    expect(batch.items.value[2]?.outcome).toMatchObject({ kind: 'failed' });
  });
});
