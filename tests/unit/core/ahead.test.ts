import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ahead } from '../../../src/core/ahead.ts';

const tick = () => new Promise((resolve) => setTimeout(resolve, 0));

test('every item comes out once and in order, and no more is held than may be', async () => {
  const items = fc.array(fc.record({ weight: fc.nat(9), ticks: fc.nat(3) }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(
      items,
      fc.integer({ min: 1, max: 4 }),
      fc.nat(12),
      async (list, most, limit) => {
        const inWork = new Set<number>();
        const out: number[] = [];
        const limits = { most, weight: (n: number) => list[n]?.weight ?? 0, limit };
        const made = ahead(list.keys(), limits, async (n) => {
          inWork.add(n);
          expect(inWork.size).toBeLessThanOrEqual(most);
          const weight = [...inWork].reduce((sum, i) => sum + (list[i]?.weight ?? 0), 0);
          expect(weight <= limit || inWork.size === 1).toBe(true);
          for (let i = 0; i < (list[n]?.ticks ?? 0); i++) await tick();
          return n;
        });
        for await (const n of made) {
          inWork.delete(n);
          out.push(n);
        }
        expect(out).toEqual([...list.keys()]);
      },
    ),
    { numRuns: 60 },
  );
});

test('the next items are in work while the first one is used', async () => {
  const begun: number[] = [];
  const limits = { most: 3, weight: () => 1, limit: 9 };
  const made = ahead([0, 1, 2, 3, 4], limits, async (n) => {
    begun.push(n);
    return n;
  });
  expect((await made.next()).value).toBe(0);
  expect(begun).toEqual([0, 1, 2]);
});

test('an error comes at its own turn, and nothing is begun after it', async () => {
  const begun: number[] = [];
  const out: number[] = [];
  const run = async () => {
    for await (const n of ahead(
      [0, 1, 2, 3, 4, 5],
      { most: 2, weight: () => 1, limit: 9 },
      async (n) => {
        begun.push(n);
        if (n === 2) throw new Error('no photo');
        return n;
      },
    )) {
      out.push(n);
    }
  };
  await expect(run()).rejects.toThrow('no photo');
  expect(out).toEqual([0, 1]);
  expect(begun).toEqual([0, 1, 2, 3]);
});

test('a reader who leaves hears of no later error', async () => {
  const made = ahead([0, 1, 2], { most: 3, weight: () => 1, limit: 9 }, async (n) => {
    if (n > 0) throw new Error('unheard');
    return n;
  });
  for await (const n of made) {
    expect(n).toBe(0);
    break;
  }
  await tick(); // an unhandled rejection would fail the run
});

test('of two at once, one more is under way, and never more', async () => {
  const log: string[] = [];
  const work = async (n: number) => {
    log.push(`begin ${n}`);
    await Promise.resolve();
    return n;
  };
  const seen: number[] = [];
  for await (const n of ahead([1, 2, 3], { most: 2 }, work)) {
    log.push(`take ${n}`);
    seen.push(n);
  }
  expect(seen).toEqual([1, 2, 3]);
  expect(log).toEqual(['begin 1', 'begin 2', 'take 1', 'begin 3', 'take 2', 'take 3']);
  for await (const _ of ahead([], { most: 2 }, work)) expect.unreachable();
});

test('a failure is told where it belongs, and only there', async () => {
  const work = async (n: number) => {
    if (n === 2) throw new Error('broken');
    return n;
  };
  const seen: number[] = [];
  const run = async () => {
    for await (const n of ahead([1, 2, 3], { most: 2 }, work)) seen.push(n);
  };
  await expect(run()).rejects.toThrow('broken');
  expect(seen).toEqual([1]);
});
