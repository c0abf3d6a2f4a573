import { describe, expect, it } from 'vitest';
import { isOutgrown, vehicleStatus, withReadings } from '../../../../src/core/live/vehicle.ts';
import { reading, unreadVehicle as seen } from './readings.ts';

const read = (text: string, heightPx: number, rows: 1 | 2 = 1, confidence = 0.9) => ({
  timeMs: 0,
  reading: { ...reading(text, confidence), rows },
  score: 0.8,
  heightPx,
  sharpness: 1,
});
const times = <T>(n: number, one: T): T[] => Array.from({ length: n }, () => one);

describe('a car that comes nearer', () => {
  const afar = times(16, read('AB123CD', 10));

  it('is read anew: what was guessed from afar does not vote, nor counts as tried', () => {
    expect(withReadings(seen, afar).hasConverged).toBe(true);
    const near = withReadings(seen, [...afar, read('AB128CD', 20)]);
    expect(near.consensus.text).toBe('AB128CD');
    expect(near.hasConverged).toBe(false);
    expect(
      withReadings(near, [...near.readings, ...times(3, read('AB128CD', 21))]).hasConverged,
    ).toBe(true);
  });

  it('is worth reading once it is higher than ever, until it is well readable', () => {
    const vehicle = withReadings(seen, afar);
    expect(isOutgrown(vehicle, 10.5)).toBe(false);
    expect(isOutgrown(vehicle, 11)).toBe(true);
    expect(isOutgrown(withReadings(seen, times(3, read('AB128CD', 33))), 100)).toBe(false);
    // Of two rows each has half of the height.
    expect(isOutgrown(withReadings(seen, times(3, read('AB128CD', 33, 2))), 100)).toBe(true);
    expect(isOutgrown(seen, 12)).toBe(true);
  });

  it('keeps its votes when it goes away', () => {
    const near = times(3, read('AB128CD', 30));
    expect(withReadings(seen, [...near, ...afar]).consensus.text).toBe('AB128CD');
    // Well readable ones all count, however large the best one was.
    const both = withReadings(seen, [read('AB128CD', 100), ...times(4, read('AB123CD', 33))]);
    expect(both.consensus.text).toBe('AB123CD');
  });
});

describe('what a vehicle says of itself', () => {
  const status = (...texts: string[]) =>
    vehicleStatus({
      ...withReadings(
        seen,
        texts.map((text) => read(text, 30, 1, 0.97)),
      ),
      isFinal: true,
    });

  it('is sure only where its readings agree', () => {
    expect(status(...times(4, 'AB123CD'))).toBe('ok');
    expect(status('AB123CD')).toBe('doubtful');
    // The pooled text may be one that nobody read.
    expect(status('AB123CX', 'AB128CD', 'XB123CD', 'AB723CD')).toBe('doubtful');
    expect(status(...times(3, 'AB123CD'), ...times(3, 'AB128CD'))).toBe('doubtful');
  });

  it('is not sure before its text stands', () => {
    const one = withReadings(seen, [read('AB123CD', 30), read('AB123CD', 30)]);
    expect(vehicleStatus(one)).toBe('doubtful');
  });
});
