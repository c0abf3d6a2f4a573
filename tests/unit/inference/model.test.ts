import { describe, expect, it } from 'vitest';
import { Mutex } from '../../../src/core/mutex.ts';
import type { Backend } from '../../../src/core/types.ts';
import { OnnxModel } from '../../../src/inference/model.ts';
import { type Ort, ortSession } from '../../../src/inference/ortSession.ts';
import type { Runtime } from '../../../src/inference/runtime.ts';
import { model, value } from './buildOnnx.ts';

const SOURCE = {
  id: 'm',
  sha256: 'abc',
  bytes: model({ inputs: [value('images', [1])], outputs: [value('out', [1])] }),
};
const INPUT = { data: Float32Array.of(1, 2), dims: [2] };

/** A runtime over onnxruntime's interface, one for each backend. */
const runtimeOf = (get: (backend: Backend) => Ort): Runtime => ({
  home: 'wasm',
  threads: 1,
  isolated: false,
  faster: async () => null,
  session: (bytes, backend) => ortSession(get(backend), bytes, backend),
});

/** A runtime whose sessions fail as `fails` says; keeps a log of what happened. */
function runtimes(fails: {
  create?: (b: Backend) => boolean;
  run?: (b: Backend, n: number) => boolean;
  /** Added to what it answers. */
  off?: (b: Backend) => number;
}) {
  const log: string[] = [];
  let runs = 0;
  const ort = (backend: Backend) => ({
    Tensor: class {
      constructor(
        readonly type: string,
        readonly data: Float32Array,
        readonly dims: number[],
      ) {}
    },
    InferenceSession: {
      create: async (_: Uint8Array, options: { executionProviders: readonly string[] }) => {
        log.push(`create ${backend}`);
        // As onnxruntime has it: a provider that does not start is left out without a word as long
        // as another is named.
        if (fails.create?.(backend) && options.executionProviders.length === 1) {
          throw new Error(`${backend} does not start`);
        }
        return {
          inputNames: ['images'],
          run: async (feeds: { images: { data: Float32Array } }) => {
            log.push(`run ${backend}`);
            if (fails.run?.(backend, ++runs)) throw new Error('device lost');
            const data = feeds.images.data.map((v) => v * 2 + (fails.off?.(backend) ?? 0));
            return {
              out: { type: 'float32', data, dims: [2] },
              ids: { type: 'int64', data: new BigInt64Array(1), dims: [1] },
            };
          },
          release: async () => {
            log.push(`release ${backend}`);
          },
        };
      },
    },
  });
  return { get: runtimeOf((backend) => ort(backend) as unknown as Ort), log };
}

describe('OnnxModel', () => {
  it('runs on the backend it was given and gives its float outputs', async () => {
    const { get, log } = runtimes({});
    const m = await OnnxModel.start(SOURCE, get, 'webgpu');
    const outputs = await m.run(INPUT);
    expect([...outputs.keys()]).toEqual(['out']);
    expect(Array.from(outputs.get('out')?.data ?? [])).toEqual([2, 4]);
    expect(m.ref).toEqual({ id: 'm', sha256: 'abc', backend: 'webgpu' });
    expect(log).toEqual(['create webgpu', 'run webgpu']);
  });

  it('starts on wasm where WebGPU does not start', async () => {
    const { get, log } = runtimes({ create: (b) => b === 'webgpu' });
    const m = await OnnxModel.start(SOURCE, get, 'webgpu');
    expect(m.backend).toBe('wasm');
    expect(log).toEqual(['create webgpu', 'create wasm']);
  });

  it('says so when wasm does not start either', async () => {
    const { get } = runtimes({ create: () => true });
    await expect(OnnxModel.start(SOURCE, get, 'webgpu')).rejects.toMatchObject({
      code: 'model',
      transient: true,
      message: expect.stringContaining('wasm does not start'),
    });
  });

  it('goes on with the same input on wasm when the device is lost', async () => {
    const { get, log } = runtimes({ run: (b, n) => b === 'webgpu' && n === 2 });
    const m = await OnnxModel.start(SOURCE, get, 'webgpu');
    await m.run(INPUT);
    const outputs = await m.run(INPUT);
    expect(Array.from(outputs.get('out')?.data ?? [])).toEqual([2, 4]);
    expect(m.backend).toBe('wasm');
    expect(log.slice(2)).toEqual(['run webgpu', 'release webgpu', 'create wasm', 'run wasm']);
  });

  it('opens a failed wasm session again once, then gives up for a fresh worker to try', async () => {
    const once = runtimes({ run: (_, n) => n === 1 });
    const m = await OnnxModel.start(SOURCE, once.get, 'wasm');
    await expect(m.run(INPUT)).resolves.toBeDefined();

    const always = runtimes({ run: () => true });
    const dead = await OnnxModel.start(SOURCE, always.get, 'wasm');
    await expect(dead.run(INPUT)).rejects.toMatchObject({ code: 'engine', transient: true });
    expect(always.log.filter((line) => line === 'run wasm')).toHaveLength(2);
  });

  it('moves between backends, and stays where it is when that fails', async () => {
    const fine = runtimes({});
    const m = await OnnxModel.start(SOURCE, fine.get, 'wasm');
    expect(await m.moveTo('webgpu')).toBe(true);
    expect(m.backend).toBe('webgpu');
    expect(fine.log).toEqual(['create wasm', 'create webgpu', 'release wasm']);

    const stuck = runtimes({ create: (b) => b === 'webgpu' });
    const n = await OnnxModel.start(SOURCE, stuck.get, 'wasm');
    expect(await n.moveTo('webgpu')).toBe(false);
    expect(n.backend).toBe('wasm');
    await expect(n.run(INPUT)).resolves.toBeDefined();
  });

  it('notices a backend that gives other answers, or none', async () => {
    const same = runtimes({});
    const m = await OnnxModel.start(SOURCE, same.get, 'webgpu');
    await m.run(INPUT);
    expect(await m.fitOn('webgpu')).toBe('same');
    expect(same.log.slice(-4)).toEqual(['create wasm', 'run webgpu', 'run wasm', 'release wasm']);

    const off = runtimes({ off: (b) => (b === 'webgpu' ? 0.05 : 0) });
    const n = await OnnxModel.start(SOURCE, off.get, 'webgpu');
    await n.run(INPUT);
    expect(await n.fitOn('webgpu')).toBe('differs');
    expect(await n.moveTo('wasm')).toBe(true);
    expect(await n.fitOn('wasm')).toBe('same');

    const lost = runtimes({ run: (b, count) => b === 'webgpu' && count === 2 });
    const l = await OnnxModel.start(SOURCE, lost.get, 'webgpu');
    await l.run(INPUT);
    expect(await l.fitOn('webgpu')).toBe('fails');
  });

  it('never releases a session under a run', async () => {
    const { get, log } = runtimes({});
    const m = await OnnxModel.start(SOURCE, get, 'wasm');
    await Promise.all([m.run(INPUT), m.moveTo('webgpu'), m.run(INPUT), m.close(), m.run(INPUT)]);
    expect(log).toEqual([
      'create wasm',
      'run wasm',
      'create webgpu',
      'release wasm',
      'run webgpu',
      'release webgpu',
      'create webgpu',
      'run webgpu',
    ]);
  });

  it('shares its runtime: two models neither start nor run at once, and a failure holds nobody up', async () => {
    let inside = 0;
    let most = 0;
    const enter = async () => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 2));
      inside--;
    };
    const ort = {
      Tensor: class {},
      InferenceSession: {
        create: async () => {
          await enter();
          const run = async () => {
            await enter();
            throw new Error('device lost');
          };
          return { inputNames: ['images'], run, release: enter };
        },
      },
    } as unknown as Ort;
    const get = runtimeOf(() => ort);
    const mutex = new Mutex();
    const [detector, reader] = await Promise.all([
      OnnxModel.start(SOURCE, get, 'webgpu', mutex),
      OnnxModel.start(SOURCE, get, 'webgpu', mutex),
    ]);
    const runs = [detector, reader, detector].map((each) => each.run(INPUT));
    const ended = await Promise.allSettled(runs);
    expect(ended.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(most).toBe(1);
  });

  it('refuses bytes that are no model', async () => {
    const start = OnnxModel.start(
      { ...SOURCE, bytes: new Uint8Array(9) },
      runtimeOf(() => {
        throw new Error('not asked');
      }),
      'wasm',
    );
    await expect(start).rejects.toMatchObject({
      code: 'model',
      transient: false,
      message: expect.stringContaining('not an ONNX model'),
    });
  });
});
