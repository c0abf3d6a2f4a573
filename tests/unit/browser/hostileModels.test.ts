import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkModelFile } from '../../../src/browser/checkModel.ts';
import type { ChosenModel } from '../../../src/core/models/checkedModel.ts';
import type { Runtime } from '../../../src/inference/runtime.ts';
import { checkModel } from '../../../src/rpc/modelCheck/client.ts';
import { message, model, node, tensor, text, value, varint } from '../inference/buildOnnx.ts';
import { runtime } from '../inference/startShipped.ts';
import { PortWorker } from '../rpc/portWorker.ts';

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../fixtures/models/${name}`, import.meta.url)));

const chosen = (bytes: Uint8Array, name = 'a.onnx', ...beside: File[]): ChosenModel => ({
  onnx: new File([bytes as Uint8Array<ArrayBuffer>], name),
  beside,
});

const IMAGE = value('images', [1, 3, 64, 64]);
const OUT = value('output0', [1, 84, 84]);
const int64 = (numbers: number[]) => new Uint8Array(BigInt64Array.from(numbers.map(BigInt)).buffer);

/** Each with the words its refusal must have: what happened, and what would work. */
const HOSTILE: readonly [name: string, chosen: ChosenModel, words: RegExp][] = [
  ['a text', chosen(new TextEncoder().encode('AB12 CDE\n'.repeat(99))), /not an ONNX model/],
  ['an empty file', chosen(new Uint8Array()), /empty.*Export/],
  ['a model cut short', chosen(fixture('yolov8.onnx').subarray(0, 9000)), /cut short/],
  ['weights in a second file', chosen(fixture('external-data.onnx')), /external_data=False/],
  ['a newer runtime’s', chosen(fixture('newer.onnx')), /ir_version 10 and opset 20/],
  ['an operator nobody has', chosen(fixture('operator.onnx')), /operator Upsidedown|standard/],
  ['answers that are no numbers', chosen(fixture('nan.onnx')), /NaN.*float32/],
  ['scores that are none', chosen(fixture('no-sigmoid.onnx')), /sigmoid/],
  ['a classifier', chosen(fixture('classifier.onnx')), /\[1, 1000\] is none/],
  [
    'a graph that runs in a circle',
    chosen(
      model({
        nodes: [node('Add', ['images', 'b'], ['a']), node('Relu', ['a'], ['b'])],
        inputs: [IMAGE],
        outputs: [value('a', [1, 3, 64, 64])],
        opset: 17,
      }),
    ),
    /circle|damaged/,
  ],
  [
    'a constant of a terabyte',
    chosen(
      model({
        nodes: [node('ConstantOfShape', ['shape'], ['output0'])],
        initializers: [tensor('shape', [3], 7, int64([1, 500_000, 500_000]))],
        inputs: [IMAGE],
        outputs: [OUT],
        opset: 17,
      }),
    ),
    /memory|damaged/,
  ],
  [
    'weights that are longer than the file',
    chosen(Uint8Array.from([...message(1, varint(8)), 0x3a, 0xff, 0xff, 0xff, 0xff, 0x0f, 1, 2])),
    /cut short/,
  ],
  [
    'an alphabet of another model',
    chosen(
      fixture('ctc.onnx'),
      'ctc.onnx',
      new File([`${[...'ABCDEFGHIJKLMNOP'].join('\n')}\n`], 'ctc.txt'),
    ),
    /tells 38 characters apart, the alphabet has 17/,
  ],
  [
    'a card whose hash is another',
    chosen(
      fixture('yolov8.onnx'),
      'a.onnx',
      new File(
        [
          JSON.stringify({
            id: 'a',
            task: 'detector',
            version: '1',
            sha256: '0'.repeat(64),
            bytes: 1,
          }),
        ],
        'a.json',
      ),
    ),
    /belongs to another file/,
  ],
  [
    'a card that is no card',
    chosen(fixture('yolov8.onnx'), 'a.onnx', new File(['{"id":"<script>"}'], 'a.json')),
    /no usable "id"/,
  ],
  [
    'a detector chosen with a reader’s config',
    chosen(
      fixture('yolov8.onnx'),
      'a.onnx',
      new File([fixture('fast-plate-ocr.yaml')], 'plate.yaml'),
    ),
    /not \d+ slots|channels|size/,
  ],
];

describe('a file that is no use', () => {
  it.each(HOSTILE)('%s is refused with a sentence', async (_, file, words) => {
    const outcome = await checkModelFile(file, runtime);
    expect(outcome).toMatchObject({ ok: false, message: expect.stringMatching(words) });
    if (!outcome.ok) expect(outcome.message).toMatch(/^[A-Z].*[.)]$/);
  });

  it('markup in names and metadata is text, and the id is safe', async () => {
    const names = "{0: '<img src=x onerror=alert(1)>', 1: 'license_plate'}";
    const bytes = withMetadata(fixture('yolov8.onnx'), 'names', names);
    const outcome = await checkModelFile(chosen(bytes, '"><script>.onnx'), runtime);
    expect(outcome).toMatchObject({ ok: true, value: { card: { id: 'script-' } } });
  });

  it('what never answers is ended at the deadline', async () => {
    const slow: Runtime = {
      ...runtime,
      session: async () => ({
        run: () => new Promise<never>(() => undefined),
        release: async () => undefined,
      }),
    };
    // A File does not cross Node's ports, so the worker has its own.
    const worker = new PortWorker({
      check: () => checkModelFile(chosen(fixture('yolov8.onnx')), slow),
    });
    const nothing = { onnx: { name: 'slow.onnx', size: 1 }, beside: [] } as unknown as ChosenModel;
    const outcome = await checkModel(nothing, { spawn: () => worker, deadlineMs: 300 });
    expect(outcome).toMatchObject({ ok: false, message: expect.stringMatching(/not answered/) });
    expect(worker.terminated).toBe(true);
  });
});

/** Protobuf merges repeated fields: metadata at the end is the model's, too. */
function withMetadata(bytes: Uint8Array, key: string, text_: string): Uint8Array {
  const entry = message(1, text(key), 2, text(text_));
  return Uint8Array.from([...bytes, ...message(14, { wire: 2, data: entry })]);
}
