/** Vehicles that were out of sight for longer than the person wished are forgotten, with all about them. */
import { forget, type VehicleRegistry } from '../../core/live/registry.ts';
import { keepAnswersOf } from './answers.ts';
import { liveOptions } from './liveOptions.ts';
import { vehicles } from './liveState.ts';
import { keepCropsOf } from './vehicleCrops.ts';
import { keepMarksOf } from './watch.ts';

/**
 * The registry without them; list, crops and marks follow. `nowMs` is of a camera's clock: a video's
 * does not say how long ago something was.
 */
export function forgetOld(registry: VehicleRegistry, nowMs: number): VehicleRegistry {
  const { retentionMinutes } = liveOptions.peek();
  if (retentionMinutes === 0) return registry;
  const left = forget(registry, nowMs - retentionMinutes * 60_000);
  if (left.vehicles.length === registry.vehicles.length) return registry;
  vehicles.value = left.vehicles;
  const ids = new Set(left.vehicles.map(({ id }) => id));
  keepCropsOf(ids);
  keepMarksOf(ids);
  keepAnswersOf(ids);
  return left;
}
