import type { Outcome } from '../../../src/core/failure.ts';
import type { FrameCrop, FrameDetections, FrameOptions } from '../../../src/core/live/frame.ts';
import type { CropQuality } from '../../../src/core/live/quality.ts';
import { WorkerCrashError } from '../../../src/rpc/handle.ts';
import type { LiveVision } from '../../../src/rpc/vision/live.ts';
import { reading } from '../core/live/readings.ts';

export const quality: CropQuality = {
  heightPx: 40,
  sharpness: 0.5,
  sharpnessAcross: 0.3,
  sharpnessDown: 0.3,
  brightness: 120,
  contrast: 60,
  glare: 0,
};

/** A worker in which a plate drives to the right; calls are answered when the test says so. */
export class FakeVision implements LiveVision {
  calls: {
    options: FrameOptions;
    answer: (outcome: Outcome<FrameDetections>) => void;
    crash: () => void;
    lose: (error: Error) => void;
  }[] = [];
  reads = 0;
  /** Crops read as photos are, with test-time augmentation. */
  finalReads = 0;
  /** What it reads, in a single view and with test-time augmentation. */
  texts = { single: 'AB123CD', tta: 'AB123CD' };
  recycled = 0;
  isDue = false;
  readonly info = null;
  restarts = 0;
  /** Readings wait for this before they are answered. */
  holdReads: Promise<void> | null = null;
  private frame = 0;
  /** What the crops of its plate are like. */
  quality = quality;

  start(): never {
    throw new Error('not used');
  }

  detect(_: ImageBitmap, options: FrameOptions): Promise<Outcome<FrameDetections>> {
    return new Promise((answer, fail) => {
      const crash = () => fail(new Error('crashed'));
      this.calls.push({ options, answer, crash, lose: fail });
    });
  }

  async read(crops: readonly FrameCrop[], tta = false) {
    if (tta) this.finalReads += crops.length;
    else this.reads += crops.length;
    await this.holdReads;
    return {
      ok: true as const,
      value: crops.map(() => reading(tta ? this.texts.tta : this.texts.single, 0.97)),
    };
  }

  recycle(): void {
    this.recycled++;
    this.isDue = false;
  }

  close(): void {}

  /** The worker dies: every detection under way is lost with it. */
  async die(): Promise<void> {
    this.restarts++;
    for (const call of this.calls.splice(0)) call.lose(new WorkerCrashError('error', 'boom'));
    await settle();
  }

  /** Answers the oldest call with one plate. */
  async finish(): Promise<void> {
    const call = this.calls.shift();
    const box = { x: 100 + 12 * this.frame++, y: 200, width: 160, height: 40 };
    const image = { data: new Uint8ClampedArray(16), width: 2, height: 2 };
    const isSettled = (call?.options.settled.length ?? 0) > 0;
    const plate = { x: 0, y: 0, width: 2, height: 2 };
    const crop = isSettled ? null : { image, plate, quality: this.quality };
    call?.answer({
      ok: true,
      value: {
        plates: [{ detection: { box, confidence: 0.9, classIndex: 0 }, crop }],
        profile: { columns: new Float32Array(4), rows: new Float32Array(4) },
        profileScale: 4,
        times: { prepareMs: 1, detectMs: 10, cropMs: 1 },
      },
    });
    await settle();
  }
}

/** Lets what was promised happen. */
export const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
