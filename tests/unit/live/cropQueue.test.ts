import { describe, expect, it } from 'vitest';
import { CropQueue, type WaitingCrop } from '../../../src/live/cropQueue.ts';

const crop = (trackId: number, score: number, readings = 0): WaitingCrop =>
  ({ trackId, score, readings, timeMs: 0 }) as WaitingCrop;
const tracks = (crops: readonly WaitingCrop[]) => crops.map(({ trackId }) => trackId);

describe('the queue of crops', () => {
  it('lets go of the worst when a car park fills it, never of an unread vehicle’s only one', () => {
    const queue = new CropQueue(() => false);
    queue.add(crop(99, 0.01)); // poor, but all there is of this vehicle
    for (let track = 1; track <= 25; track++) {
      for (const score of [0.9, 0.6, 0.3]) queue.add(crop(track, score, 1));
    }
    expect(queue.length).toBe(60);
    const all = queue.take(60, () => 'now');
    expect(all[0]?.trackId).toBe(99);
    expect(all.filter(({ score }) => score === 0.9)).toHaveLength(25);
  });

  it('takes what is to be read now, drops what never will, and keeps the rest', () => {
    const queue = new CropQueue(() => false);
    for (const track of [1, 2, 3]) queue.add(crop(track, track / 10));
    const wish = { 1: 'never', 2: 'later', 3: 'now' } as const;
    expect(tracks(queue.take(4, ({ trackId }) => wish[trackId as 1 | 2 | 3]))).toEqual([3]);
    expect(tracks(queue.take(4, () => 'now'))).toEqual([2]);
    expect(queue.length).toBe(0);
  });

  it('counts the readings a vehicle has had since its crop was put in', () => {
    const queue = new CropQueue(() => false);
    queue.add(crop(1, 0.9));
    queue.add(crop(2, 0.2));
    const had = ({ trackId }: WaitingCrop) => (trackId === 1 ? 3 : 0);
    expect(tracks(queue.take(1, () => 'now', had))).toEqual([2]);
  });
});
