import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeYolo, parseClassNames } from '../../../src/core/yolo.ts';

const row = (...values: number[]) => values;

describe('decodeYolo', () => {
  it('turns centres into corners and multiplies confidences', () => {
    const [found, ...rest] = decodeYolo(Float32Array.of(100, 50, 40, 20, 0.5, 0.5), 6, 0.25);
    expect(rest).toEqual([]);
    expect(found).toEqual({
      box: { x: 80, y: 40, width: 40, height: 20 },
      confidence: 0.25,
      classIndex: 0,
    });
  });

  it('takes the best class, among those allowed', () => {
    const values = Float32Array.from(row(0, 0, 1, 1, 1, 0.25, 0.75, 0.5));
    expect(decodeYolo(values, 8, 0.1)[0]).toMatchObject({ classIndex: 1, confidence: 0.75 });
    expect(decodeYolo(values, 8, 0.1, new Set([0, 2]))[0]).toMatchObject({ classIndex: 2 });
    expect(decodeYolo(values, 8, 0.6, new Set([0, 2]))).toEqual([]);
  });

  it('leaves out rows that are not numbers', () => {
    const values = Float32Array.from([
      ...row(Number.NaN, 0, 1, 1, 1, 1),
      ...row(0, 0, Number.POSITIVE_INFINITY, 1, 1, 1),
      ...row(0, 0, 1, 1, Number.NaN, 1),
      ...row(0, 0, 1, 1, 1, Number.NaN),
      ...row(5, 5, 2, 2, 1, 1),
    ]);
    expect(decodeYolo(values, 6, 0.01)).toHaveLength(1);
  });

  it('keeps exactly the rows whose product reaches the threshold', () => {
    const unit = fc.float({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(unit, unit, unit), { maxLength: 50 }),
        unit,
        (scores, threshold) => {
          const values = Float32Array.from(scores.flatMap(([o, a, b]) => row(9, 9, 4, 4, o, a, b)));
          const wanted = scores.filter(
            ([o, a, b]) => o >= threshold && o * Math.max(a, b) >= threshold,
          );
          expect(decodeYolo(values, 7, threshold)).toHaveLength(wanted.length);
        },
      ),
    );
  });

  it('bounds a flood of boxes to the most confident', () => {
    const count = 5000;
    const values = Float32Array.from(
      Array.from({ length: count }, (_, i) => row(i, 0, 1, 1, (i + 1) / count, 1)).flat(),
    );
    const found = decodeYolo(values, 6, 0);
    expect(found).toHaveLength(3000);
    expect(Math.min(...found.map((d) => d.confidence))).toBeGreaterThan(0.39);
  });
});

describe('parseClassNames', () => {
  it.each([
    ["{0: 'plate'}", ['plate']],
    ["{0: 'car', 1: \"driver's plate\"}", ['car', "driver's plate"]],
    ['["a","b"]', ['a', 'b']],
    ['{"1":"b","0":"a"}', ['a', 'b']],
    ["['it\\'s', 'b']", ["it's", 'b']],
    ['', []],
    ['nonsense', []],
    ["{999999999: 'x'}", []],
  ])('%s', (text, names) => {
    expect(parseClassNames(text)).toEqual(names);
  });
});
