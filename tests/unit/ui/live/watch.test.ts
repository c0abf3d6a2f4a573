import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Vehicle } from '../../../../src/core/live/vehicle.ts';
import { addPlates, change, EMPTY_LIST } from '../../../../src/ui/lists/plateLists.ts';
import { marks, vehicles } from '../../../../src/ui/live/liveState.ts';
import { checkWatchList } from '../../../../src/ui/live/watch.ts';

vi.mock('../../../../src/store/plateLists.ts', () => ({
  savePlateLists: async () => undefined,
  savedPlateLists: async () => ({ lists: undefined, watched: undefined }),
}));

const car = (id: number, text: string) => ({ id, consensus: { text } }) as unknown as Vehicle;

afterEach(async () => {
  vehicles.value = [];
  await change('deny', EMPTY_LIST);
  await change('allow', EMPTY_LIST);
});

describe('the lists at work on Live', () => {
  it('mark a vehicle that was read and settled before its plate was put on one', async () => {
    vehicles.value = [car(1, 'AB123CD'), car(2, 'XY987ZW')];
    await addPlates('deny', 'AB 123 CE', true);
    expect(marks.value.get(1)).toBe('near-match');
    expect(marks.value.get(2) ?? '').toBe('');
  });

  it('take the mark back when the list is cleared', async () => {
    vehicles.value = [car(3, 'AB123CD')];
    await addPlates('deny', 'AB 123 CD', false);
    expect(marks.value.get(3)).toBe('match');
    await change('deny', EMPTY_LIST);
    expect(marks.value.get(3)).toBe('');
  });

  it('mark a vehicle when its text becomes one on the list', async () => {
    await addPlates('deny', 'AB 123 CD', true);
    checkWatchList(car(4, 'AB128'));
    checkWatchList(car(4, 'AB123CD'));
    expect(marks.value.get(4)).toBe('match');
  });

  it('know allowed plates, and a denied one as denied though it is allowed as well', async () => {
    await addPlates('allow', 'AB123CD, XY987ZW', false);
    await addPlates('deny', 'XY987ZW', false);
    checkWatchList(car(5, 'AB123CD'));
    checkWatchList(car(6, 'XY987ZW'));
    checkWatchList(car(7, 'AB123CE'));
    expect([5, 6, 7].map((id) => marks.value.get(id) ?? '')).toEqual(['allowed', 'match', '']);
  });
});
