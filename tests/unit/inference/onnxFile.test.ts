import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OnnxFormatError, readOnnxFile } from '../../../src/inference/onnxFile.ts';
import { axis, bytes, message, model, packed, tensor, text, value, varint } from './buildOnnx.ts';

describe('readOnnxFile', () => {
  const file = readOnnxFile(
    model({
      metadata: { names: "{0: 'plate'}", stride: '32', Schlüssel: 'Wörter' },
      inputs: [value('images', [1, 3, 'height', 'width']), value('head.weight', [2, 2])],
      outputs: [value('output0', [1, '', 6])],
      initializers: [
        tensor('head.weight', [2, 2], 1, new Uint8Array(Float32Array.of(1, -2, 0.5, 1e-7).buffer)),
        tensor('head.bias', [3], 10, Uint8Array.of(0x00, 0x3c, 0x00, 0xc0, 0x01, 0x00)),
        tensor('counts', [1], 7, new Uint8Array(8)),
      ],
    }),
  );

  it('gives metadata as written', () => {
    expect(Object.fromEntries(file.metadata)).toEqual({
      names: "{0: 'plate'}",
      stride: '32',
      Schlüssel: 'Wörter',
    });
  });

  it('gives fixed, named and unnamed axes, and leaves weights out of the inputs', () => {
    const shape = [1, 3, 'height', 'width'];
    expect(file.inputs).toEqual([{ name: 'images', type: 1, shape }]);
    expect(file.outputs).toEqual([{ name: 'output0', type: 1, shape: [1, '', 6] }]);
  });

  it('gives float32 and float16 initializers as float32', () => {
    expect(file.initializer('head.weight')?.shape).toEqual([2, 2]);
    expect(Array.from(file.initializer('head.weight')?.values ?? [])).toEqual(
      Array.from(Float32Array.of(1, -2, 0.5, 1e-7)),
    );
    const bias = file.initializer('head.bias')?.values ?? [];
    expect(bias[0]).toBe(1);
    expect(bias[1]).toBe(-2);
    expect(bias[2]).toBeCloseTo(2 ** -24, 30);
    expect(file.initializer('nothing')).toBeNull();
    expect(() => file.initializer('counts')).toThrow(OnnxFormatError);
  });

  it('reads packed dimensions and lengths beyond one byte', () => {
    const long = readOnnxFile(
      model({
        outputs: [value('o', [300, 70_000])],
        initializers: [
          message(8, text('w'), 1, packed([1, 300]), 2, varint(1), 9, bytes(new Uint8Array(1200))),
        ],
      }),
    );
    expect(long.outputs[0]?.shape).toEqual([300, 70_000]);
    expect(long.initializer('w')).toMatchObject({ shape: [1, 300] });
  });

  it('reads an axis that is neither fixed nor named', () => {
    expect(axis('')).toEqual(message());
  });
});

describe('what is no model', () => {
  const whole = model({ outputs: [value('o', [1])], metadata: { a: 'b' } });

  it.each([
    ['nothing', new Uint8Array()],
    ['text', new TextEncoder().encode('<!doctype html><title>404</title>')],
    ['zeros', new Uint8Array(64)],
    ['a graph without outputs', model({})],
    ['one cut short', whole.slice(0, -3)],
  ])('%s', (_, data) => {
    expect(() => readOnnxFile(data)).toThrow(OnnxFormatError);
  });

  it('never fails in any other way, nor hangs', () => {
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value_) => {
        const damaged = whole.slice();
        damaged[at] = value_;
        try {
          readOnnxFile(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(OnnxFormatError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
