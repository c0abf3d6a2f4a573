/**
 * Of the frames in which a vehicle was in view, in how many its plate was found. A frame without
 * it counts only when the plate is found again: a vehicle that left was not missed.
 */
import type { TrackerStep } from '../core/live/tracker.ts';

export class CaptureRate {
  found = 0;
  chances = 0;
  private readonly misses = new Map<number, number>();

  add({ state, ended }: TrackerStep): void {
    for (const { id, state: how } of state.tracks) {
      if (how === 'tentative') continue;
      const missed = this.misses.get(id) ?? 0;
      if (how === 'lost') {
        this.misses.set(id, missed + 1);
        continue;
      }
      this.found++;
      this.chances += 1 + missed;
      this.misses.delete(id);
    }
    for (const { track } of ended) this.misses.delete(track.id);
  }
}
