/** Crops that wait to be read: few, the best of each track, none that has grown old. */
import { bestPerTrack, type Candidate, readingOrder } from '../core/live/cropChoice.ts';
import type { FrameCrop } from '../core/live/frame.ts';

export interface WaitingCrop extends Candidate {
  readonly crop: FrameCrop;
}

/** Crops kept of one track while it waits for its turn. */
const KEEP_PER_TRACK = 3;
/** Whole memory of the queue: 60 crops of at most 480 × 160 are under 20 MB. */
const MOST = 60;

export class CropQueue {
  private waiting: readonly WaitingCrop[] = [];

  /** @param keepAll every crop is to be read, not only the best. */
  constructor(private readonly keepAll: () => boolean) {}

  get length(): number {
    return this.waiting.length;
  }

  add(crop: WaitingCrop): void {
    const all = [...this.waiting, crop];
    this.waiting = this.keepAll()
      ? all.slice(-MOST)
      : readingOrder(bestPerTrack(all, KEEP_PER_TRACK)).slice(0, MOST);
  }

  /**
   * Takes the next `count` crops out, best first, of the tracks that are to be read now. Crops of
   * finished tracks are dropped. `readingsOf` says how many readings a crop's vehicle has had by now.
   */
  take(
    count: number,
    want: (crop: WaitingCrop) => 'now' | 'later' | 'never',
    readingsOf: (crop: WaitingCrop) => number = ({ readings }) => readings,
  ): WaitingCrop[] {
    const wishes = this.waiting.map((waiting) => ({
      crop: { ...waiting, readings: readingsOf(waiting) },
      wish: want(waiting),
    }));
    const ready = wishes.filter(({ wish }) => wish === 'now').map(({ crop }) => crop);
    const taken = readingOrder(ready).slice(0, count);
    this.waiting = wishes
      .filter(({ crop, wish }) => wish !== 'never' && !taken.includes(crop))
      .map(({ crop }) => crop);
    return taken;
  }

  clear(): void {
    this.waiting = [];
  }
}
