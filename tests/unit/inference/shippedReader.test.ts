/** The shipped reader against the training package's own answers. */
import { readdirSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { plateInCrop, platePixels, plateRegion } from '../../../src/core/plateCrop.ts';
import { augmentPixels, ensemble, TTA_AUGMENTATIONS, TTA_MARGINS } from '../../../src/core/tta.ts';
import type { Size } from '../../../src/core/types.ts';
import { OnnxPlateReader } from '../../../src/inference/onnxPlateReader.ts';
import { golden, goldenRgba, goldenShorts } from '../core/goldenFiles.ts';
import { activeModels, startShipped } from './startShipped.ts';

describe.runIf(activeModels.reader !== 'tesseract')('reader', () => {
  interface GoldenCrop extends Size {
    readonly inputShape: readonly [number, number, number];
    readonly model: string;
    readonly text: string;
    readonly rows: number;
    readonly confidence: number;
    readonly chars: readonly (readonly number[])[];
    readonly photoLooks: number;
    readonly photoText: string;
    readonly photoConfidence: number;
    readonly doubtChars: readonly (readonly number[])[];
  }
  const folder = new URL('../../fixtures/golden/reader/', import.meta.url);
  const names = () =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.rgba.bin'))
      .map((file) => file.replace('.rgba.bin', ''));

  it('gives the golden inputs within 1/255 and probabilities within 0.001', async () => {
    const model = await startShipped(activeModels.reader);
    expect(names().length).toBeGreaterThan(2);
    for (const name of names()) {
      const wanted = golden<GoldenCrop>(`reader/${name}.json`);
      expect(wanted.model).toBe(model.ref.sha256);
      const [, height, width] = wanted.inputShape;
      const crop = goldenRgba(`reader/${name}`, wanted);
      const input = new Float32Array(3 * width * height);
      const whole = { x: 0, y: 0, width: crop.width, height: crop.height };
      platePixels(crop, whole, { width, height }, input);
      const expected = goldenShorts(`reader/${name}.u16.bin`);
      input.forEach((value, i) => {
        if (Math.abs(value - (expected[i] as number) / 65535) > 1 / 255) {
          throw new Error(`${name}: input differs at ${i}`);
        }
      });
      const chars = (await model.run({ data: input, dims: [1, 3, height, width] })).get('chars');
      const flat = wanted.chars.flat();
      expect(chars?.data.length).toBe(flat.length);
      chars?.data.forEach((value, i) => {
        if (Math.abs(value - (flat[i] as number)) > 1e-3) {
          throw new Error(`${name}: probability differs at ${i}`);
        }
      });
    }
  }, 60_000);

  it('reads the golden crops, alone and together, the same', async () => {
    const reader = new OnnxPlateReader(await startShipped(activeModels.reader));
    for (const name of names()) {
      const wanted = golden<GoldenCrop>(`reader/${name}.json`);
      const crop = goldenRgba(`reader/${name}`, wanted);
      const whole = { x: 0, y: 0, width: crop.width, height: crop.height };
      const alone = (await reader.read([{ image: crop, box: whole }]))[0]?.reading;
      const together = await reader.read(new Array(18).fill({ image: crop, box: whole }));
      expect(alone?.text).toBe(wanted.text);
      expect(alone?.rows ?? 0).toBe(wanted.rows);
      expect(alone?.confidence).toBeCloseTo(wanted.confidence, 3);
      expect(together).toHaveLength(18);
      for (const { reading } of together) expect(reading.text).toBe(wanted.text);
    }
  }, 60_000);

  it("reads a photo's plate with the same test-time augmentation as training", async () => {
    const model = await startShipped(activeModels.reader);
    const reader = new OnnxPlateReader(model);
    const run = vi.spyOn(model, 'run');
    const counts = new Set<number>();
    for (const name of names()) {
      const wanted = golden<GoldenCrop>(`reader/${name}.json`);
      const crop = goldenRgba(`reader/${name}`, wanted);
      run.mockClear();
      const [answer] = await reader.read([{ image: crop, box: plateInCrop(crop) }], { tta: true });
      const photo = answer?.reading;
      const seen = run.mock.calls.reduce((sum, [input]) => sum + (input.dims[0] ?? 0), 0);
      expect(seen).toBe(wanted.photoLooks);
      counts.add(seen);
      expect(photo?.text).toBe(wanted.photoText);
      expect(photo?.confidence).toBeCloseTo(wanted.photoConfidence, 3);
      const [, height, width] = wanted.inputShape;
      const first = TTA_MARGINS.map((margin) => {
        const into = new Float32Array(3 * width * height);
        platePixels(crop, plateRegion(plateInCrop(crop), crop, margin), { width, height }, into);
        return into;
      });
      const views: Float32Array[] = [];
      for (const how of TTA_AUGMENTATIONS) {
        const data = new Float32Array(3 * width * height);
        augmentPixels(first[how.of] as Float32Array, { width, height }, how, data);
        const output = await model.run({ data, dims: [1, 3, height, width] });
        views.push(output.get('chars')?.data as Float32Array);
      }
      const flat = wanted.doubtChars.flat();
      ensemble(views, flat.length / wanted.doubtChars.length).forEach((value, i) => {
        if (Math.abs(value - (flat[i] as number)) > 1e-3) {
          throw new Error(`${name}: augmented views differ at ${i}`);
        }
      });
    }
    run.mockRestore();
    expect([...counts].sort()).toEqual([1, TTA_MARGINS.length + TTA_AUGMENTATIONS.length]);
  }, 60_000);

  it('reads sure and doubtful plates of a photo together as it reads each alone', async () => {
    const reader = new OnnxPlateReader(await startShipped(activeModels.reader));
    const view = (name: string) => {
      const image = goldenRgba(`reader/${name}`, golden<GoldenCrop>(`reader/${name}.json`));
      return { image, box: plateInCrop(image) };
    };
    const views = [
      'one-row',
      'far',
      'two-row',
      'far',
      'small',
      'no-plate',
      ...Array(7).fill('far'),
    ].map(view);
    const together = await reader.read(views, { tta: true });
    expect(together).toHaveLength(views.length);
    for (const [i, one] of views.entries()) {
      const alone = (await reader.read([one], { tta: true }))[0]?.reading;
      expect(together[i]?.reading.text).toBe(alone?.text);
      expect(together[i]?.reading.confidence).toBeCloseTo(alone?.confidence ?? -1, 4);
      expect(together[i]?.reading.rows).toBe(alone?.rows);
    }
    expect(await reader.read([], { tta: true })).toEqual([]);
  }, 60_000);

  it('is the head it says: chars = softmax(features · head.weightᵀ + head.bias)', async () => {
    const model = await startShipped(activeModels.reader);
    const weight = model.file.initializer('head.weight');
    const bias = model.file.initializer('head.bias');
    if (!weight || !bias) throw new Error('the head has no named initializers');
    const [classes, depth] = weight.shape as [number, number];
    const [, , height, width] = (model.file.inputs[0]?.shape ?? []) as number[];
    if (!height || !width) throw new Error('the reader has no fixed input');
    const noise = Float32Array.from(
      { length: 3 * height * width },
      (_, i) => ((i * 7919) % 997) / 997,
    );
    const outputs = await model.run({ data: noise, dims: [1, 3, height, width] });
    const features = outputs.get('features')?.data as Float32Array;
    const chars = outputs.get('chars')?.data as Float32Array;
    for (let slot = 0; slot < chars.length / classes; slot++) {
      const logits = Array.from({ length: classes }, (_, c) => {
        let sum = bias.values[c] as number;
        for (let d = 0; d < depth; d++) {
          sum += (features[slot * depth + d] as number) * (weight.values[c * depth + d] as number);
        }
        return sum;
      });
      const top = Math.max(...logits);
      const total = logits.reduce((sum, logit) => sum + Math.exp(logit - top), 0);
      logits.forEach((logit, c) => {
        expect(chars[slot * classes + c]).toBeCloseTo(Math.exp(logit - top) / total, 4);
      });
    }
  }, 60_000);
});
