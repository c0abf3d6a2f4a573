import { expect, it } from 'vitest';
import type { Prediction } from '../../../../src/core/dataset/types.ts';
import { createTrialKeeper } from '../../../../src/ui/models/trialKeeper.ts';

const listed = (id: string) => ({ card: { id, sha256: `hash of ${id}` } });
const side = (reader: string) => ({ detector: listed('d'), reader: listed(reader) }) as never;
const SEEN = [
  { plates: [], ms: 1 },
  { plates: [], ms: 1 },
] as const;

/** A keeper on a clock of its own; `save` notes what one write holds. */
function keeper(save: (batch: readonly Prediction[]) => Promise<void>) {
  const clock = { ms: 0 };
  const kept = createTrialKeeper(['old', 'new'], [side('a'), side('b')], {
    save,
    now: () => clock.ms,
  });
  return { kept, clock };
}

it('keeps every photo of both sides, many in one write', async () => {
  const writes: (readonly Prediction[])[] = [];
  const { kept, clock } = keeper(async (batch) => void writes.push(batch));
  for (let i = 0; i < 100; i++) {
    clock.ms += 50;
    await kept.add(`photo ${i}`, SEEN);
  }
  await kept.flush();
  await kept.flush();
  expect(writes.length).toBeLessThanOrEqual(4);
  const saved = writes.flat();
  expect(saved.map(({ sample, id }) => `${sample} ${id}`)).toEqual(
    Array.from({ length: 100 }, (_, i) => [`photo ${i} old`, `photo ${i} new`]).flat(),
  );
  expect(saved[1]?.reader).toMatchObject({ id: 'b', sha256: 'hash of b' });
});

it('one write at a time, and a failed one is told', async () => {
  const ends: (() => void)[] = [];
  const { kept, clock } = keeper(
    () => new Promise((_, fail) => void ends.push(() => fail(new Error('no room')))),
  );
  clock.ms = 5000;
  await kept.add('first', SEEN); // its write goes on beside the next photo
  clock.ms = 10_000;
  const second = kept.add('second', SEEN);
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await expect(second).rejects.toThrow('no room');
  await expect(kept.flush()).rejects.toThrow('no room');
});
