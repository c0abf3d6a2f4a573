import { afterEach, expect, it } from 'vitest';
import { withReadings } from '../../../../src/core/live/vehicle.ts';
import { seenAndRead, vehicles } from '../../../../src/ui/live/liveState.ts';
import { reading, unreadVehicle } from '../../core/live/readings.ts';

afterEach(() => {
  vehicles.value = [];
});

const read = (id: number, ...texts: string[]) => ({
  ...withReadings(
    { ...unreadVehicle, id, isFinal: true },
    texts.map((text, i) => ({
      timeMs: i,
      reading: reading(text, 0.97),
      score: 0.9,
      heightPx: 40,
      sharpness: 1,
    })),
  ),
  isFinal: true,
});

it('a vehicle whose text nobody read counts as seen, neither as read nor as sure', () => {
  const agreed = read(1, 'AB123CD', 'AB123CD', 'AB123CD');
  const pooled = read(2, 'AB123CX', 'AB128CD', 'XB123CD', 'AB723CD');
  expect(pooled.consensus).toMatchObject({ votes: 0, dissent: 4 });
  vehicles.value = [agreed, pooled];
  expect(seenAndRead.value).toEqual({ seen: 2, read: 1, sure: 1 });
});
