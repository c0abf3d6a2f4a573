/** How large the detector's input is and how often it runs: the person's choice, or what the device keeps up with. */
import {
  adaptResolution,
  LEVEL_LIMITS,
  LEVELS,
  type Resolution,
  startResolution,
} from '../core/live/adaptiveResolution.ts';
import type { FrameDetections } from '../core/live/frame.ts';
import type { LiveOptions } from './options.ts';

/** In paced mode the device's own speed counts: a detection may take a tenth of a second. */
const PACED = { frameMs: 100, limits: { ...LEVEL_LIMITS, maxEveryNth: 2 } } as const;

export class InputResolution {
  private resolution: Resolution;

  /** @param paced frames wait for the worker instead of being dropped */
  constructor(
    private readonly options: () => LiveOptions,
    private readonly paced: boolean,
    nowMs: number,
  ) {
    this.resolution = startResolution(nowMs, paced ? 1 : LEVELS.length - 1);
  }

  /** Long side of the detector's input now, pixels. */
  get inputSize(): number {
    return this.options().inputSize || (LEVELS[this.resolution.level] as number);
  }

  /** Every how many-th frame is detected on, from 1. */
  get everyNth(): number {
    return this.paced || this.options().everyFrame ? 1 : this.resolution.everyNth;
  }

  /** Follows what a detection took; `frameMs` is the time between two frames. */
  adapt({ times }: Pick<FrameDetections, 'times'>, frameMs: number, nowMs: number): void {
    const detectMs = times.prepareMs + times.detectMs + times.cropMs;
    const { level } = this.resolution;
    // A size the person chose stays; how often it is used still follows the device.
    const isFixed = this.options().inputSize !== 0;
    const limits = {
      ...(this.paced ? PACED.limits : LEVEL_LIMITS),
      ...(isFixed && { best: level, lowest: level }),
    };
    const sample = { nowMs, detectMs, frameMs: this.paced ? PACED.frameMs : frameMs };
    this.resolution = adaptResolution(this.resolution, sample, limits);
  }
}
