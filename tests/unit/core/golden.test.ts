/** The training package's own numbers: letterbox and decoding agree with them. See the README there. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { iou } from '../../../src/core/geometry.ts';
import { fromInput, letterboxPixels, rectangularLetterbox } from '../../../src/core/letterbox.ts';
import { nms } from '../../../src/core/nms.ts';
import type { Detection, Size } from '../../../src/core/types.ts';
import { decodeYolo } from '../../../src/core/yolo.ts';
import { golden, goldenFloats, goldenRgba } from './goldenFiles.ts';

interface Plan {
  readonly source: Size;
  readonly scaled: Size;
  readonly input: Size;
  readonly left: number;
  readonly top: number;
  readonly size: number;
}

const { cases } = golden<{ cases: (Plan & { name: string })[] }>('letterbox.json');

describe('letterbox', () => {
  it('has cases', () => expect(cases.length).toBeGreaterThan(2));

  it.each(cases)('$name: the same plan, and every value within 1/255', (wanted) => {
    const plan = rectangularLetterbox(wanted.source, wanted.size);
    expect(plan).toMatchObject({
      scaled: wanted.scaled,
      input: wanted.input,
      left: wanted.left,
      top: wanted.top,
    });
    const pixels = letterboxPixels(goldenRgba(`letterbox-${wanted.name}`, wanted.source), plan);
    const expected = goldenFloats(`letterbox-${wanted.name}.f32.bin`);
    expect(pixels.length).toBe(expected.length);
    let worst = 0;
    pixels.forEach((value, i) => {
      worst = Math.max(worst, Math.abs(value - (expected[i] as number)));
    });
    expect(worst).toBeLessThan(1 / 255);
  });
});

describe('decoding and suppression', () => {
  it("finds the training package's boxes in the shipped model's output", () => {
    const wanted = golden<Plan & { threshold: number; stride: number; boxes: GoldenBox[] }>(
      'detection.json',
    );
    const output = goldenFloats('detection.output0.f32.bin');
    const plan = rectangularLetterbox(wanted.source, wanted.size);
    const found = nms(decodeYolo(output, wanted.stride, wanted.threshold)).map(
      (detection): Detection => ({ ...detection, box: fromInput(detection.box, plan) }),
    );
    expect(found.length).toBe(wanted.boxes.length);
    expect(found.length).toBeGreaterThan(0);
    found.forEach(({ box, confidence }, i) => {
      const other = wanted.boxes[i] as GoldenBox;
      expect(iou(box, other)).toBeGreaterThanOrEqual(0.99);
      expect(Math.abs(confidence - other.confidence)).toBeLessThanOrEqual(0.01);
    });
  });
});

interface GoldenBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly confidence: number;
}

it('the golden files were made with the shipped detector', () => {
  const { model, sha256 } = golden<{ model: string; sha256: string }>('detection.json');
  const card = JSON.parse(
    readFileSync(new URL(`../../../models/${model}.json`, import.meta.url), 'utf8'),
  ) as { sha256: string };
  expect(card.sha256).toBe(sha256);
});
