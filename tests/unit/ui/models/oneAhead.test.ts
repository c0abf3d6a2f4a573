import { expect, it } from 'vitest';
import { oneAhead } from '../../../../src/ui/models/comparePhotos.ts';

it('keeps the order, has one more under way, and never more', async () => {
  const log: string[] = [];
  const work = async (n: number) => {
    log.push(`begin ${n}`);
    await Promise.resolve();
    return n;
  };
  const seen: number[] = [];
  for await (const n of oneAhead([1, 2, 3], work)) {
    log.push(`take ${n}`);
    seen.push(n);
  }
  expect(seen).toEqual([1, 2, 3]);
  expect(log).toEqual(['begin 1', 'begin 2', 'take 1', 'begin 3', 'take 2', 'take 3']);
  for await (const _ of oneAhead([], work)) expect.unreachable();
});

it('tells a failure where it belongs, and only there', async () => {
  const work = async (n: number) => {
    if (n === 2) throw new Error('broken');
    return n;
  };
  const seen: number[] = [];
  const run = async () => {
    for await (const n of oneAhead([1, 2, 3], work)) seen.push(n);
  };
  await expect(run()).rejects.toThrow('broken');
  expect(seen).toEqual([1]);
});
