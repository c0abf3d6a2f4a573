/** Vehicles that were out of sight for longer than the person wished are forgotten, with all about them. */
import { forget, type Roster } from '../../core/live/roster.ts';
import { liveOptions } from './liveOptions.ts';
import { vehicles } from './liveState.ts';
import { keepCropsOf } from './vehicleCrops.ts';
import { keepMarksOf } from './watch.ts';

/**
 * The roster without them; list, crops and marks follow. `nowMs` is of a camera's clock: a video's
 * does not say how long ago something was.
 */
export function forgetOld(roster: Roster, nowMs: number): Roster {
  const { retentionMinutes } = liveOptions.peek();
  if (retentionMinutes === 0) return roster;
  const left = forget(roster, nowMs - retentionMinutes * 60_000);
  if (left.vehicles.length === roster.vehicles.length) return roster;
  vehicles.value = left.vehicles;
  const ids = new Set(left.vehicles.map(({ id }) => id));
  keepCropsOf(ids);
  keepMarksOf(ids);
  return left;
}
