/** Staging: a batch is written while the next one fills, and nothing is forgotten or written late. */
import { beforeEach, expect, test, vi } from 'vitest';
import { Stager } from '../../../src/archive/stager.ts';
import { type IncomingSample, stageSamples } from '../../../src/store/imports.ts';
import { photoOf } from '../store/photo.ts';

vi.mock('../../../src/store/imports.ts', () => ({ stageSamples: vi.fn() }));

type Outcomes = Awaited<ReturnType<typeof stageSamples>>;
/** Writes under way: each is ended by the test. */
const writes: {
  readonly batch: readonly IncomingSample[];
  end(outcomes: Outcomes): void;
  fail(error: Error): void;
}[] = [];

beforeEach(() => {
  writes.length = 0;
  vi.mocked(stageSamples).mockImplementation(
    (_, batch) => new Promise((end, fail) => writes.push({ batch, end, fail })),
  );
});

const incoming = (n: number): IncomingSample => ({
  ...photoOf(`photo ${n}`),
  predictions: [],
  label: null,
  log: [],
  derived: [],
  split: null,
});

async function addMany(stager: Stager, from: number, until: number): Promise<void> {
  for (let n = from; n < until; n++) await stager.add(incoming(n));
}

const isPending = async (work: Promise<unknown>) =>
  (await Promise.race([work, new Promise((done) => setTimeout(done, 20, isPending))])) ===
  isPending;

test('the next batch fills while one is written, and waits for it when it is full', async () => {
  const stager = new Stager('i');
  await addMany(stager, 0, 399);
  expect(writes.map(({ batch }) => batch.length)).toEqual([200]);
  const full = stager.add(incoming(399));
  expect(await isPending(full)).toBe(true);
  writes[0]?.end([...Array<'staged'>(199).fill('staged'), 'here']);
  await full;
  await stager.add(incoming(400));
  const flushed = stager.flush();
  expect(await isPending(flushed)).toBe(true);
  writes[1]?.end([...Array<'staged'>(199).fill('staged'), 'trashed']);
  await vi.waitFor(() => expect(writes).toHaveLength(3));
  writes[2]?.end(['staged']);
  await flushed;
  const sent = writes.flatMap(({ batch }) => batch.map(({ sample }) => sample.id));
  expect(sent).toEqual(Array.from({ length: 401 }, (_, n) => incoming(n).sample.id));
  expect(stager.added).toBe(400);
  expect(stager.trashed).toEqual([incoming(399).sample.id]);
});

test('a write that fails comes out of a later call', async () => {
  const stager = new Stager('i');
  await addMany(stager, 0, 200);
  writes[0]?.fail(new Error('no room'));
  await expect(stager.flush()).rejects.toThrow('no room');
});

test('it is settled only once what is being written has ended, well or not', async () => {
  const stager = new Stager('i');
  await addMany(stager, 0, 200);
  const settled = stager.settled();
  expect(await isPending(settled)).toBe(true);
  writes[0]?.fail(new Error('no room'));
  await settled;
});
