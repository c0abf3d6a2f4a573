import { afterEach, describe, expect, it } from 'vitest';
import type { Vehicle } from '../../../../src/core/live/vehicle.ts';
import { marks, vehicles } from '../../../../src/ui/live/liveState.ts';
import { changeWatchList, checkWatchList } from '../../../../src/ui/live/watch.ts';
import { EMPTY_WATCH_LIST, withPlates } from '../../../../src/ui/live/watchList.ts';

const car = (id: number, text: string) => ({ id, consensus: { text } }) as unknown as Vehicle;
const list = (plates: string) => withPlates(EMPTY_WATCH_LIST, plates).list;

afterEach(async () => {
  vehicles.value = [];
  await changeWatchList(EMPTY_WATCH_LIST);
});

describe('the watch list at work', () => {
  it('marks a vehicle that was read and settled before its plate was put on the list', async () => {
    vehicles.value = [car(1, 'AB123CD'), car(2, 'XY987ZW')];
    await changeWatchList(list('AB 123 CE'));
    expect([...marks.value]).toEqual([[1, 'near-match']]);
  });

  it('takes the mark back when the list is cleared', async () => {
    vehicles.value = [car(3, 'AB123CD')];
    await changeWatchList(list('AB 123 CD'));
    expect(marks.value.get(3)).toBe('match');
    await changeWatchList(EMPTY_WATCH_LIST);
    expect(marks.value.get(3)).toBe('');
  });

  it('marks a vehicle when its text becomes one on the list', async () => {
    await changeWatchList(list('AB 123 CD'));
    checkWatchList(car(4, 'AB128'));
    checkWatchList(car(4, 'AB123CD'));
    expect(marks.value.get(4)).toBe('match');
  });
});
