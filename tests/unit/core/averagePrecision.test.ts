import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
  averagePrecision,
  averagePrecision50to95,
  type PhotoBoxes,
} from '../../../src/core/metrics.ts';
import type { Box, Detection } from '../../../src/core/types.ts';
import { mulberry32 } from './mulberry32.ts';

const golden = JSON.parse(
  readFileSync(new URL('../../fixtures/golden/average-precision.json', import.meta.url), 'utf8'),
) as { seed: number; ap: [number | null, number | null][] };

/** The cases of `training/reference/average_precision.py`: see its docstring. */
function* cases(seed: number, count: number): Generator<PhotoBoxes[]> {
  const draw = mulberry32(seed);
  for (let number = 0; number < count; number++) {
    const [unit, levels] = number % 2 ? [1, 10] : [8, 1000];
    yield Array.from({ length: 1 + draw(4) }, () => {
      const truth: Box[] = Array.from({ length: draw(4) }, () => ({
        x: draw(30 * unit) / unit,
        y: draw(4) / unit,
        width: 20 + draw(3),
        height: 20,
      }));
      const detections: Detection[] = Array.from({ length: draw(6) }, () => {
        let box: Box;
        if (truth.length && draw(4)) {
          const { x, y, width, height } = truth[draw(truth.length)] as Box;
          const part = draw(3);
          const off = draw(6 * unit) / unit;
          box = {
            x: x + (part === 0 ? off : 0),
            y,
            width: width - (part === 1 ? off : 0),
            height: height + (part === 2 ? off : 0),
          };
        } else {
          box = { x: draw(40 * unit) / unit, y: draw(8) / unit, width: 10 + draw(20), height: 20 };
        }
        return { box, confidence: (1 + draw(levels)) / levels, classIndex: 0 };
      });
      return { truth, detections };
    });
  }
}

it('average precision is that of pycocotools on 5,000 cases, ties and empty photos among them', () => {
  let index = 0;
  let worst = 0;
  for (const photos of cases(golden.seed, golden.ap.length)) {
    const [at50, mean] = golden.ap[index++] as [number | null, number | null];
    const ours = [averagePrecision(photos, 0.5), averagePrecision50to95(photos)];
    if (at50 === null || mean === null) expect(ours).toEqual([Number.NaN, Number.NaN]);
    else {
      worst = Math.max(
        worst,
        Math.abs((ours[0] as number) - at50),
        Math.abs((ours[1] as number) - mean),
      );
    }
  }
  expect(index).toBe(5000);
  expect(worst).toBeLessThan(1e-9);
});
