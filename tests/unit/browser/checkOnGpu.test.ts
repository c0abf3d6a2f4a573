import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checked } from '../../../src/browser/checkModel.ts';
import { fitOnGpu } from '../../../src/browser/checkOnGpu.ts';
import type { EngineModel } from '../../../src/core/engine.ts';
import type { Runtime, Session } from '../../../src/inference/runtime.ts';
import { fitOnGpu as fitInWorker } from '../../../src/rpc/modelCheck/client.ts';
import { runtime } from '../inference/startShipped.ts';
import { PortWorker } from '../rpc/portWorker.ts';

/** Made by `training/reference/foreign_models.py`. */
const file = (name: string) =>
  new File([readFileSync(new URL(`../../fixtures/models/${name}`, import.meta.url))], name);

async function imported(name: string, ...beside: string[]): Promise<EngineModel> {
  const onnx = file(name);
  const bytes = new Uint8Array(await onnx.arrayBuffer());
  const { card } = await checked(bytes, { onnx, beside: beside.map(file) }, runtime);
  return { card, bytes };
}

/** A runtime whose GPU is wasm again, but for what `gpu` makes of its sessions. */
const withGpu = (gpu: (session: Session) => Session | null): Runtime => ({
  ...runtime,
  faster: async () => 'webgpu',
  async session(bytes, backend) {
    const session = await runtime.session(bytes, 'wasm');
    const made = backend === 'wasm' ? session : gpu(session);
    if (!made) throw new Error('no shader for this operator');
    return made;
  },
});

const changed =
  (change: (value: number) => number) =>
  (session: Session): Session => ({
    release: () => session.release(),
    run: async (input) =>
      new Map(
        [...(await session.run(input))].map(([name, { data, dims }]) => [
          name,
          { dims, data: data.map(change) },
        ]),
      ),
  });

describe.each([
  ['a detector', ['yolov8.onnx']],
  ['a reader', ['fast-plate-ocr.onnx', 'fast-plate-ocr.yaml']],
  ['a detector of characters', ['characters.onnx']],
] as const)('%s on the GPU', (_, [name, ...beside]) => {
  it.each([
    ['gives the same answers', changed((value) => value * 1.005), 'same'],
    [
      'gives other answers',
      changed((value) => value + 0.011 * Math.max(1, Math.abs(value))),
      'differs',
    ],
    ['gives no numbers', changed(() => Number.NaN), 'differs'],
    ['does not start', () => null, 'fails'],
    [
      'fails when it runs',
      (session: Session): Session => ({
        release: () => session.release(),
        run: () => Promise.reject(new Error('device lost')),
      }),
      'fails',
    ],
  ] as const)('%s', async (_, gpu, fit) => {
    expect(await fitOnGpu(await imported(name, ...beside), withGpu(gpu))).toBe(fit);
  });

  it('is not tried where there is none', async () => {
    expect(await fitOnGpu(await imported(name, ...beside), runtime)).toBeNull();
  });
});

it('a driver that hangs, or takes the worker along, is one that fails', async () => {
  const model = await imported('yolov8.onnx');
  const never = { fitOnGpu: () => new Promise<never>(() => undefined) };
  const hanging = new PortWorker(never);
  expect(await fitInWorker(model, { spawn: () => hanging, deadlineMs: 200 })).toBe('fails');
  const dying = new PortWorker({
    fitOnGpu: () => {
      setTimeout(() => dying.crash(), 1);
      return new Promise<never>(() => undefined);
    },
  });
  expect(await fitInWorker(model, { spawn: () => dying })).toBe('fails');
});
