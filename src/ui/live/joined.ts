/** Vehicles that turned out to be one: what the list keeps of the id that goes passes to the one that stays. */
import { mergedIds, type Roster } from '../../core/live/roster.ts';
import { passCropOn } from './vehicleCrops.ts';
import { checkWatchList, passMarkOn } from './watch.ts';

export class JoinedVehicles {
  /** @param before the roster as the list knows it */
  constructor(private before: Roster) {}

  /** The roster has changed: crops and marks go over, and joined texts are looked up again. */
  follow(now: Roster): void {
    const merged = mergedIds(this.before, now);
    this.before = now;
    for (const [gone, into] of merged) {
      passCropOn(gone, into);
      passMarkOn(gone, into);
      const vehicle = now.vehicles.find(({ id }) => id === into);
      if (vehicle !== undefined) checkWatchList(vehicle);
    }
  }
}
