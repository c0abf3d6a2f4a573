/** The shipped detector against the training package's own answers. */
import { expect, it } from 'vitest';
import { iou } from '../../../src/core/geometry.ts';
import type { Size } from '../../../src/core/types.ts';
import { OnnxDetector } from '../../../src/inference/detector.ts';
import { golden, goldenRgba } from '../core/goldenFiles.ts';
import { activeModels, startShipped } from './startShipped.ts';

it('finds the golden boxes from decoded pixels, IoU 0.99, confidence within 0.01', async () => {
  const detector = new OnnxDetector(await startShipped(activeModels.detector));
  const wanted = golden<{
    size: number;
    threshold: number;
    boxes: { x: number; y: number; width: number; height: number; confidence: number }[];
  }>('detection.json');
  const photo = goldenRgba('photo', golden<Size>('photo.json'));
  const { plates: found, embedding } = await detector.detect(photo, {
    threshold: wanted.threshold,
    inputSize: wanted.size,
  });
  expect(embedding).toHaveLength(256);
  expect(found).toHaveLength(wanted.boxes.length);
  found.forEach(({ box, confidence }, i) => {
    const other = wanted.boxes[i];
    if (!other) throw new Error('no such box');
    expect(iou(box, other)).toBeGreaterThanOrEqual(0.99);
    expect(Math.abs(confidence - other.confidence)).toBeLessThanOrEqual(0.01);
  });
}, 60_000);
