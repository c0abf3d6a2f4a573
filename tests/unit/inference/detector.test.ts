import { describe, expect, it } from 'vitest';
import { OnnxDetector } from '../../../src/inference/detector.ts';
import type { OnnxModel } from '../../../src/inference/model.ts';
import { readOnnxFile } from '../../../src/inference/onnxFile.ts';
import type { Tensor } from '../../../src/inference/runtime.ts';
import { model, value } from './buildOnnx.ts';

const IMAGE = { width: 100, height: 50, data: new Uint8ClampedArray(100 * 50 * 4).fill(200) };

/** A model of given shape and metadata that answers `rows` and remembers what it was fed. */
function fake(
  options: {
    shape?: (number | string)[];
    metadata?: Record<string, string>;
    output?: string;
    rows?: number[][];
  } = {},
) {
  const { shape = [1, 3, 'h', 'w'], metadata = {}, output = 'output0', rows = [] } = options;
  const fed: Tensor[] = [];
  const file = readOnnxFile(
    model({ inputs: [value('images', shape)], outputs: [value(output, [1, 'n', 6])], metadata }),
  );
  const columns = rows[0]?.length ?? 6;
  const onnx = {
    id: 'theirs',
    file,
    run: async (input: Tensor) => {
      fed.push(input);
      const embedding = { data: Float32Array.of(0.123456, -1), dims: [1, 2] };
      const answer = { data: Float32Array.from(rows.flat()), dims: [1, rows.length, columns] };
      return new Map([
        ['embedding', embedding],
        [output, answer],
      ]);
    },
  } as unknown as OnnxModel;
  return { detector: new OnnxDetector(onnx), fed };
}

const OPTIONS = { threshold: 0.25, inputSize: 64 };

describe('OnnxDetector', () => {
  it('feeds a rectangular letterbox and maps boxes back to the photo', async () => {
    const { detector, fed } = fake({ rows: [[32, 16, 32, 16, 0.9, 1]] });
    const { plates: found } = await detector.detect(IMAGE, OPTIONS);
    expect(fed[0]?.dims).toEqual([1, 3, 32, 64]);
    expect(found).toHaveLength(1);
    expect(found[0]?.box).toEqual({ x: 25, y: 12.5, width: 50, height: 25 });
    expect(detector.inputSide(OPTIONS)).toBe(64);
  });

  it('runs a photo at two scales and reports each plate once', async () => {
    // The answer is in input pixels, so that the two scales find a large and a small plate.
    const { detector, fed } = fake({ rows: [[32, 16, 32, 16, 0.7, 1]] });
    const photo = { width: 1000, height: 500, data: new Uint8ClampedArray(1000 * 500 * 4) };
    const { plates: found } = await detector.detect(photo, {
      threshold: 0.25,
      inputSize: 640,
      multiScale: true,
    });
    expect(fed.map((input) => input.dims)).toEqual([
      [1, 3, 160, 320],
      [1, 3, 320, 640],
    ]);
    expect(found.map((d) => d.box.width)).toEqual([100, 50]);

    const same = fake({ rows: [[32, 16, 32, 16, 0.9, 1]] });
    const small = { width: 300, height: 150, data: new Uint8ClampedArray(300 * 150 * 4) };
    await same.detector.detect(small, { threshold: 0.25, inputSize: 416, multiScale: true });
    expect(same.fed).toHaveLength(1);
  });

  it.each([
    ['sure and wide enough: the small scale is enough', [40, 24, 40, 20, 0.9, 1], 1],
    ['not sure: the large one too', [40, 24, 40, 20, 0.85, 1], 2],
    ['too narrow to be sure of', [40, 24, 39, 20, 0.9, 1], 2],
    ['nothing found: it may be far away', [40, 24, 40, 20, 0.09, 1], 2],
  ])('stops early or goes on: %s', async (_, row, runs) => {
    const { detector, fed } = fake({ rows: [row] });
    const photo = { width: 1000, height: 500, data: new Uint8ClampedArray(1000 * 500 * 4) };
    const options = { threshold: 0.86, inputSize: 640, multiScale: true };
    const { plates } = await detector.detect(photo, options);
    expect(fed).toHaveLength(runs);
    // What only raises doubt is not told.
    expect(plates.every(({ confidence }) => confidence >= 0.86)).toBe(true);
  });

  it('gives the features of the smallest scale, where the model has any', async () => {
    const { detector } = fake();
    expect((await detector.detect(IMAGE, OPTIONS)).embedding).toEqual([0.1235, -1]);
  });

  it("uses a third party's own size, output name and plate class", async () => {
    const { detector, fed } = fake({
      shape: [1, 3, 96, 96],
      output: 'whatever',
      metadata: { names: "{0: 'car', 1: 'license plate'}" },
      rows: [
        [48, 48, 20, 10, 0.9, 0.9, 0.1],
        [48, 48, 20, 10, 0.9, 0.1, 0.8],
      ],
    });
    const { plates: found } = await detector.detect(IMAGE, OPTIONS);
    expect(fed[0]?.dims).toEqual([1, 3, 96, 96]);
    expect(detector.inputSide(OPTIONS)).toBe(96);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ classIndex: 1 });
    expect(found[0]?.confidence).toBeCloseTo(0.72, 6);
  });

  it('pads to a larger stride where the model asks for it', async () => {
    const { detector, fed } = fake({ metadata: { stride: '64' } });
    expect((await detector.detect(IMAGE, OPTIONS)).plates).toEqual([]);
    expect(fed[0]?.dims).toEqual([1, 3, 64, 64]);
  });

  it('refuses models that are no detectors, in plain words', async () => {
    expect(() => fake({ shape: [1, 37] })).toThrow(/not a detector/);
    const { detector } = fake({ rows: [[1, 2, 3]] });
    await expect(detector.detect(IMAGE, OPTIONS)).rejects.toMatchObject({
      code: 'model',
      message: expect.stringContaining('YOLOv5 layout'),
    });
  });
});
