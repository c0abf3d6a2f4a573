import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { iou } from '../../../src/core/geometry.ts';
import { NMS_IOU, nms } from '../../../src/core/nms.ts';
import type { Detection } from '../../../src/core/types.ts';

const detection: fc.Arbitrary<Detection> = fc.record({
  box: fc.record({
    x: fc.integer({ min: 0, max: 60 }),
    y: fc.integer({ min: 0, max: 60 }),
    width: fc.integer({ min: 1, max: 40 }),
    height: fc.integer({ min: 1, max: 40 }),
  }),
  confidence: fc.double({ min: 0, max: 1, noNaN: true }),
  classIndex: fc.integer({ min: 0, max: 2 }),
});

/** The textbook loop: take the best, strike out what overlaps it, repeat. */
function reference(detections: readonly Detection[], threshold: number): Detection[] {
  let rest = detections.map((d, order) => ({ d, order }));
  const kept: Detection[] = [];
  while (rest.length > 0) {
    const best = rest.reduce((a, b) =>
      b.d.confidence > a.d.confidence || (b.d.confidence === a.d.confidence && b.order < a.order)
        ? b
        : a,
    );
    kept.push(best.d);
    rest = rest.filter((r) => r !== best && iou(r.d.box, best.d.box) <= threshold);
  }
  return kept;
}

describe('nms', () => {
  it('agrees with the textbook loop', () => {
    fc.assert(
      fc.property(
        fc.array(detection, { maxLength: 40 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (all, threshold) => {
          expect(nms(all, threshold)).toEqual(reference(all, threshold));
        },
      ),
    );
  });

  it('keeps one box of two classes on the same plate, and leaves its input alone', () => {
    const box = { x: 0, y: 0, width: 10, height: 10 };
    const all = [
      { box, confidence: 0.5, classIndex: 0 },
      { box, confidence: 0.9, classIndex: 1 },
    ];
    expect(nms(all)).toEqual([all[1]]);
    expect(all[0]?.confidence).toBe(0.5);
  });

  it('keeps boxes that overlap exactly as much as allowed', () => {
    const a = { box: { x: 0, y: 0, width: 29, height: 1 }, confidence: 0.9, classIndex: 0 };
    const b = { box: { x: 11, y: 0, width: 29, height: 1 }, confidence: 0.8, classIndex: 0 };
    expect(iou(a.box, b.box)).toBe(NMS_IOU); // 18 / 40
    expect(nms([a, b])).toHaveLength(2);
  });
});
