/** The figures that a session shows. */
import type { FrameLoop } from './frameLoop.ts';
import type { LivePipeline } from './pipeline.ts';
import type { LiveNumbers } from './status.ts';

/** The figures as they stand. `restarts`: worker crashes survived. */
export function numbersOf(pipeline: LivePipeline, loop: FrameLoop, restarts: number): LiveNumbers {
  return {
    framesSeen: pipeline.framesSeen,
    detections: pipeline.detections,
    dropped: pipeline.dropped,
    readings: pipeline.readings,
    chances: pipeline.capture.chances,
    found: pipeline.capture.found,
    inputSize: pipeline.inputSize,
    everyNth: pipeline.everyNth,
    detectionsPerSecond: loop.detectionsPerSecond,
    overlayPerSecond: loop.overlayPerSecond,
    restarts,
    firstReadings: pipeline.firstReadings,
  };
}
