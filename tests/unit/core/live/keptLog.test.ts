import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOver, KEEP_LOG, keptForMs, restoredVehicle } from '../../../../src/core/live/keptLog.ts';
import { withReadings } from '../../../../src/core/live/vehicle.ts';
import { reading, unreadVehicle } from './readings.ts';

const HOUR = 3_600_000;

describe('the time of a kept row', () => {
  const row = (at: number, forMs: number) => ({ at, expiresAt: at + forMs });

  it('is over after what was asked for, in wall time', () => {
    const day = row(1e12, keptForMs('24h'));
    expect(isOver(day, 1e12 + 23 * HOUR)).toBe(false);
    expect(isOver(day, 1e12 + 24 * HOUR)).toBe(true);
    expect(isOver(row(1e12, keptForMs('until-cleared')), 1e12 + 10 * 365 * 24 * HOUR)).toBe(false);
  });

  it('does not grow without end when the clock is set back', () => {
    const day = row(1e12, keptForMs('24h'));
    expect(isOver(day, 1e12 - HOUR)).toBe(false); // an hour of winter time
    expect(isOver(day, 1e12 - 25 * HOUR)).toBe(true);
  });

  it('is none where nobody asked for it', () => {
    expect(KEEP_LOG.filter((keep) => keptForMs(keep) === 0)).toEqual(['ask', 'off']);
  });
});

describe('a kept row', () => {
  it('comes back as a vehicle that is gone and final', () => {
    const kept = { vehicle: { ...unreadVehicle, isPresent: true }, mark: 'match', crop: null };
    expect(restoredVehicle(structuredClone(kept))).toMatchObject({
      vehicle: { id: unreadVehicle.id, isPresent: false, isFinal: true },
      mark: 'match',
    });
  });

  it('of an older version is voted on again, so that it says how sure it is as all others do', () => {
    const one = (timeMs: number) => ({
      timeMs,
      reading: reading('AB123CD', 0.9),
      score: 0.8,
      heightPx: 40,
      sharpness: 0.5,
    });
    const vehicle = withReadings(unreadVehicle, [one(0), one(100)]);
    const { weakest, ...consensus } = vehicle.consensus;
    const old = { ...vehicle, consensus: { ...consensus, confidence: 0.42 } };
    const back = restoredVehicle({ vehicle: old, mark: '', crop: null })?.vehicle.consensus;
    expect(back).toEqual({ ...consensus, weakest });
  });

  it('is left out when it is anything else', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(restoredVehicle(value)).toBeNull();
      }),
    );
    expect(restoredVehicle({ vehicle: { id: 3 } })).toBeNull();
  });
});
