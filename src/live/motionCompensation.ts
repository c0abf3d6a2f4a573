/** The camera's own movement, from the brightness profiles of successive frames. */
import { NO_SHIFT, type Profile, type Shift, shiftBetween } from '../core/live/cameraMotion.ts';
import type { FrameDetections } from '../core/live/frame.ts';
import type { Box } from '../core/types.ts';

/** Longer than this the last movement says nothing about the next, milliseconds. */
const HOLDS_MS = 250;
const SMOOTHING = 0.5;

export class MotionCompensation {
  private before: {
    readonly profile: Profile;
    readonly region: Box;
    readonly timeMs: number;
  } | null = null;
  /** Pixels a millisecond, smoothed. */
  private velocity: Shift = NO_SHIFT;

  /** How far the picture moved since the frame before; pixels of the frame. */
  shift({ profile, profileScale }: FrameDetections, region: Box, timeMs: number): Shift {
    const { before } = this;
    this.before = { profile, region, timeMs };
    if (before === null || before.region.x !== region.x || before.region.y !== region.y) {
      this.velocity = NO_SHIFT;
      return NO_SHIFT;
    }
    const small = shiftBetween(before.profile, profile);
    const shift = { dx: small.dx * profileScale, dy: small.dy * profileScale };
    const ms = Math.max(1, timeMs - before.timeMs);
    this.velocity = {
      dx: this.velocity.dx + SMOOTHING * (shift.dx / ms - this.velocity.dx),
      dy: this.velocity.dy + SMOOTHING * (shift.dy / ms - this.velocity.dy),
    };
    return shift;
  }

  /** The movement to expect between two times, the first being that of the newest frame. */
  since(fromMs: number, toMs: number): Shift {
    const ms = Math.max(0, Math.min(HOLDS_MS, toMs - fromMs));
    return { dx: this.velocity.dx * ms, dy: this.velocity.dy * ms };
  }
}
