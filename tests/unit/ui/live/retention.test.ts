import { describe, expect, it } from 'vitest';
import type { VehicleRegistry } from '../../../../src/core/live/registry.ts';
import type { Vehicle } from '../../../../src/core/live/vehicle.ts';
import { DEFAULT_LIVE_OPTIONS } from '../../../../src/live/options.ts';
import { liveOptions } from '../../../../src/ui/live/liveOptions.ts';
import { crops, marks, vehicles } from '../../../../src/ui/live/liveState.ts';
import { forgetOld } from '../../../../src/ui/live/retention.ts';

const MINUTE = 60_000;
const seenAt = (id: number, toMs: number, isPresent = false): Vehicle =>
  ({ id, isPresent, spans: [{ fromMs: toMs - 1000, toMs }] }) as unknown as Vehicle;
const picture = { data: new Uint8ClampedArray(4), width: 1, height: 1 };

function scene(): VehicleRegistry {
  const all = [seenAt(1, MINUTE), seenAt(2, MINUTE, true), seenAt(3, 9 * MINUTE)];
  vehicles.value = all;
  crops.value = new Map(all.map(({ id }) => [id, picture]));
  marks.value = new Map(all.map(({ id }) => [id, 'match']));
  return { vehicles: all, ofTrack: new Map(), nextId: 4 };
}

describe('the retention timer', () => {
  it('forgets a vehicle with its crop and its mark, not who is in view or was just seen', () => {
    liveOptions.value = { ...DEFAULT_LIVE_OPTIONS, retentionMinutes: 5 };
    const left = forgetOld(scene(), 10 * MINUTE);
    for (const ids of [
      left.vehicles.map(({ id }) => id),
      vehicles.value.map(({ id }) => id),
      [...crops.value.keys()],
      [...marks.value.keys()],
    ]) {
      expect(ids).toEqual([2, 3]);
    }
  });

  it('forgets nothing unless asked', () => {
    liveOptions.value = DEFAULT_LIVE_OPTIONS;
    const registry = scene();
    expect(forgetOld(registry, 1e9)).toBe(registry);
    expect(crops.value.size).toBe(3);
  });
});
