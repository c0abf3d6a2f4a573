import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseModelCard } from '../../../src/core/modelCard.ts';
import { resampleToPlanar } from '../../../src/core/resample.ts';
import type { Box, RgbaImage, Size } from '../../../src/core/types.ts';
import { Engine } from '../../../src/inference/engine.ts';
import type { OpenPhoto } from '../../../src/inference/photo.ts';
import { analysePhoto, readPhoto } from '../../../src/inference/readPhoto.ts';
import type { Runtime } from '../../../src/inference/runtime.ts';
import { golden, goldenRgba } from '../core/goldenFiles.ts';
import { activeModels, runtime } from './startShipped.ts';

const models = new URL('../../../models/', import.meta.url);
const shipped = (id: string) => ({
  card: parseModelCard(JSON.parse(readFileSync(new URL(`${id}.json`, models), 'utf8'))),
  bytes: new Uint8Array(readFileSync(new URL(`${id}.onnx`, models))),
});

/** Pixels as an open photo, resampled by our own means: no canvas, no decoder. */
function photoOf(image: RgbaImage): OpenPhoto {
  return {
    width: image.width,
    height: image.height,
    size: { width: image.width * 2, height: image.height * 2 },
    exif: { orientation: 1, time: '2026-01-02T03:04:05', place: null },
    pixels: async (from, size) => resampled(image, from, size),
    close: () => undefined,
  };
}

function resampled(image: RgbaImage, from: Box, size: Size): RgbaImage {
  const count = size.width * size.height;
  const planes = new Float32Array(3 * count);
  const at = { x: 0, y: 0, ...size };
  resampleToPlanar(image, from, { data: planes, plane: size, at });
  const data = new Uint8ClampedArray(4 * count).fill(255);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < 3; c++) data[4 * i + c] = 255 * (planes[c * count + i] as number);
  }
  return { data, ...size };
}

describe('the engine, free of any platform', () => {
  it('takes bytes and cards and a photo that gives pixels, and reads', async () => {
    const [detector, reader] = [shipped(activeModels.detector), shipped(activeModels.reader)];
    const stages: string[] = [];
    const engine = await Engine.start(
      { detector, reader },
      runtime,
      { backend: 'auto' },
      ({ model, stage }) => stages.push(`${model} ${stage}`),
    );
    expect(stages.at(-1)).toBe(`${activeModels.reader} ready`);
    expect(engine.info().timings).toEqual([]); // nothing to choose from, so nobody waits for a timing

    const photo = photoOf(goldenRgba('photo', golden<Size>('photo.json')));
    const options = { threshold: 0.4, inputSize: 640 };
    const { outcome } = await readPhoto(engine, photo, options);
    expect(outcome.size).toEqual(photo.size);
    expect(outcome.plates.length).toBeGreaterThan(0);
    expect(outcome.plates.every((plate) => plate.reading !== null)).toBe(true);
    expect(outcome.detector).toEqual({
      id: detector.card.id,
      sha256: detector.card.sha256,
      backend: 'wasm',
    });
    expect(outcome.taken.time).toBe('2026-01-02T03:04:05');

    const analysis = await analysePhoto(engine, photo, options);
    expect(analysis.plates).toEqual(outcome.plates);
    expect(analysis.embedding).toEqual(outcome.embedding);
    expect(analysis.features).toHaveLength(outcome.plates.length);
    const [views, slots, width] = analysis.features[0]?.dims ?? [0, 0, 0];
    expect([1, 8]).toContain(views);
    expect(analysis.features[0]?.data).toHaveLength(views * slots * width);
    await engine.close();
  }, 120_000);

  it('times a model on both backends once a faster one may be there, and keeps the faster', async () => {
    const [detector, reader] = [shipped(activeModels.detector), shipped(activeModels.reader)];
    const asked: string[] = [];
    const twoBackends: Runtime = {
      ...runtime,
      faster: async () => 'webgpu',
      session(bytes, backend) {
        asked.push(backend);
        return runtime.session(bytes, 'wasm');
      },
    };
    const engine = await Engine.start({ detector, reader }, twoBackends);
    expect(asked).toEqual(['wasm', 'wasm']);
    const { timings } = await engine.tune();
    const both = ['wasm', 'webgpu'];
    expect(timings.map(({ model, backend }) => `${model} ${backend}`)).toEqual(
      [detector, reader].flatMap(({ card }) => both.map((backend) => `${card.id} ${backend}`)),
    );
    // The other backend must be a quarter faster; here it is the same one, and chance decides.
    const [home, other] = timings.map(({ ms }) => ms) as [number, number];
    expect(engine.info().detector.backend).toBe(other * 1.25 > home ? 'wasm' : 'webgpu');
    // What was tried is not tried again.
    expect((await engine.tune()).timings).toHaveLength(4);
    await engine.close();
  }, 120_000);

  describe('a model that the faster backend is not for', () => {
    const [detector, reader] = [shipped(activeModels.detector), shipped(activeModels.reader)];
    /** On the second backend the detector fails, and the reader is off by `off` of each value. */
    const withGpu = (off: number, fails = false): Runtime => ({
      ...runtime,
      faster: async () => 'webgpu',
      async session(bytes, backend) {
        const isDetector = bytes === detector.bytes;
        if (backend === 'webgpu' && isDetector && fails) throw new Error('no shader');
        const session = await runtime.session(bytes, 'wasm');
        if (backend === 'wasm' || isDetector) return session;
        return {
          ...session,
          release: () => session.release(),
          run: async (input) =>
            new Map(
              [...(await session.run(input))].map(([name, { data, dims }]) => [
                name,
                { dims, data: data.map((value) => value + off) },
              ]),
            ),
        };
      },
    });
    const unfitOf = (engine: Engine) =>
      engine.info().unfit?.map(({ model, backend, unfit }) => [model, backend, unfit]);

    it('runs on the usual one, which is said', async () => {
      const engine = await Engine.start({ detector, reader }, withGpu(0.02, true), {
        backend: 'webgpu',
      });
      expect(unfitOf(engine)).toEqual([
        [detector.card.id, 'wasm', 'fails'],
        [reader.card.id, 'wasm', 'differs'],
      ]);
      await engine.close();
    }, 120_000);

    it('within a hundredth it stays', async () => {
      const engine = await Engine.start({ detector, reader }, withGpu(0.005), {
        backend: 'webgpu',
      });
      expect(unfitOf(engine)).toBeUndefined();
      expect(engine.info().reader.backend).toBe('webgpu');
      await engine.close();
    }, 120_000);

    it('is not tried again on this device, and still said', async () => {
      const first = await Engine.start({ detector, reader }, withGpu(0, true));
      const { unfit = [] } = await first.tune();
      expect(unfit).toMatchObject([{ sha256: detector.card.sha256, unfit: 'fails' }]);
      await first.close();
      const again = await Engine.start({ detector, reader }, withGpu(0), {
        backend: 'auto',
        remembered: unfit,
      });
      const { timings } = await again.tune();
      expect(timings.some(({ sha256 }) => sha256 === detector.card.sha256)).toBe(false);
      expect(unfitOf(again)).toEqual([[detector.card.id, 'wasm', 'fails']]);
      await again.close();
    }, 120_000);
  });
});
