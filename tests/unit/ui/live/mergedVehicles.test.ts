import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FrameCrop } from '../../../../src/core/live/frame.ts';
import type { VehicleRegistry } from '../../../../src/core/live/registry.ts';
import type { Vehicle } from '../../../../src/core/live/vehicle.ts';
import { DEFAULT_LIVE_OPTIONS } from '../../../../src/live/options.ts';
import { TrackMerging } from '../../../../src/live/trackMerging.ts';
import { showToast } from '../../../../src/ui/components/toasts.tsx';
import { addPlates, change, EMPTY_LIST } from '../../../../src/ui/lists/plateLists.ts';
import { liveOptions } from '../../../../src/ui/live/liveOptions.ts';
import { crops, marks } from '../../../../src/ui/live/liveState.ts';
import { sessionParts } from '../../../../src/ui/live/sessionParts.ts';
import { keepCrop, resetCrops, showCropOf } from '../../../../src/ui/live/vehicleCrops.ts';
import { checkWatchList, forgetMarks } from '../../../../src/ui/live/watch.ts';

vi.mock('../../../../src/ui/components/toasts.tsx', () => ({ showToast: vi.fn() }));
vi.mock('../../../../src/store/plateLists.ts', () => ({
  savePlateLists: async () => undefined,
  savedPlateLists: async () => ({ lists: undefined, watched: undefined }),
}));

const car = (id: number, text: string) => ({ id, consensus: { text } }) as unknown as Vehicle;
const registry = (
  vehicles: readonly Vehicle[],
  ofTrack: Record<number, number>,
): VehicleRegistry => ({
  vehicles,
  ofTrack: new Map(Object.entries(ofTrack).map(([track, id]) => [Number(track), id])),
  nextId: 9,
});
/** A crop of one colour. */
const crop = (value: number): FrameCrop => ({
  image: { data: new Uint8ClampedArray(16).fill(value), width: 2, height: 2 },
  plate: { x: 0, y: 0, width: 2, height: 2 },
  quality: {} as FrameCrop['quality'],
});
const shown = (id: number) => crops.value.get(id)?.data[0];

/** Vehicles 1 and 2 are joined under 1, as `text`. */
function join(text: string): void {
  const joined = new TrackMerging(
    registry([car(1, text), car(2, text)], { 5: 1, 6: 2 }),
    sessionParts.sinks.onMerged,
  );
  joined.follow(registry([car(1, text)], { 5: 1, 6: 1 }));
}

beforeEach(() => {
  liveOptions.value = { ...DEFAULT_LIVE_OPTIONS, watchSound: false };
  vi.mocked(showToast).mockClear();
});
afterEach(async () => {
  resetCrops();
  forgetMarks();
  await change('deny', EMPTY_LIST);
  liveOptions.value = DEFAULT_LIVE_OPTIONS;
});

describe('vehicles that turned out to be one', () => {
  it('keep the better crop of both', () => {
    keepCrop(1, crop(10), 0.3, null);
    keepCrop(2, crop(20), 0.6, null);
    join('');
    expect([...crops.value.keys()]).toEqual([1]);
    expect(shown(1)).toBe(20);
    keepCrop(1, crop(30), 0.5, null);
    expect(shown(1)).toBe(20);
  });

  it('keep the crop of the one that stays where it is better, or the only one', () => {
    keepCrop(1, crop(10), 0.7, null);
    keepCrop(2, crop(20), 0.6, null);
    join('');
    expect(shown(1)).toBe(10);
    resetCrops();
    keepCrop(2, crop(20), 0.1, null);
    join('');
    expect(shown(1)).toBe(20);
  });

  it('keep the stronger mark, which does not announce itself again', async () => {
    await addPlates('deny', 'AB123CD', true);
    checkWatchList(car(1, 'AB123CE'));
    checkWatchList(car(2, 'AB123CD'));
    expect(showToast).toHaveBeenCalledTimes(2);
    join('AB123CD');
    expect([...marks.value]).toEqual([[1, 'match']]);
    expect(showToast).toHaveBeenCalledTimes(2);
  });

  it('are looked up again under the text they have together', async () => {
    await addPlates('deny', 'AB123CD', true);
    join('AB123CD');
    expect([...marks.value]).toEqual([[1, 'match']]);
    expect(showToast).toHaveBeenCalledTimes(1);
  });
});

describe('the picture of a vehicle', () => {
  it('is one in which the text stands that the vehicle has, though another one were better', () => {
    keepCrop(1, crop(10), 0.9, 'AB128CD');
    keepCrop(1, crop(20), 0.4, 'AB123CD');
    expect(shown(1)).toBe(10);
    showCropOf(1, 'AB123CD');
    expect(shown(1)).toBe(20);
    keepCrop(1, crop(30), 0.99, 'AB128CD');
    expect(shown(1)).toBe(20);
    keepCrop(1, crop(40), 0.5, 'AB123CD');
    expect(shown(1)).toBe(40);
  });
});
