import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checked } from '../../../src/browser/checkModel.ts';
import type { ModelCard } from '../../../src/core/modelCard.ts';
import { characterClasses } from '../../../src/core/models/charBoxes.ts';
import { yamlConfig } from '../../../src/core/models/readerConfig.ts';
import { OnnxDetector } from '../../../src/inference/detector.ts';
import { openReader } from '../../../src/inference/engine.ts';
import { OnnxModel } from '../../../src/inference/model.ts';
import { runtime } from '../inference/startShipped.ts';

/** Made by `training/reference/foreign_models.py`. */
const bytesOf = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../fixtures/models/${name}`, import.meta.url)));
const fileOf = (name: string) => new File([bytesOf(name)], name);

const check = (name: string, ...beside: File[]) =>
  checked(bytesOf(name), { onnx: fileOf(name), beside }, runtime);

const start = (name: string, card: ModelCard) =>
  OnnxModel.start({ ...card, bytes: bytesOf(name) }, runtime, 'wasm');

const picture = (width: number, height: number) => ({
  width,
  height,
  data: new Uint8ClampedArray(width * height * 4).fill(90),
});

describe('a detector of someone else', () => {
  it.each([
    ['yolov5.onnx', 'v5', 0.931],
    ['yolov8.onnx', 'v8', 0.93],
    ['end2end.onnx', 'end2end', 0.94],
    ['rows7.onnx', 'rows7', 0.94],
  ] as const)('%s is told to be %s, and its plate is found', async (name, layout, confidence) => {
    const { card } = await check(name);
    expect(card).toMatchObject({ task: 'detector', layout, verified: false });
    const detector = new OnnxDetector(await start(name, card), card);
    const { plates } = await detector.detect(picture(320, 320), { threshold: 0.3, inputSize: 640 });
    expect(plates).toHaveLength(1);
    expect(plates[0]?.confidence).toBeCloseTo(confidence, 3);
    const { x, y, width, height } = plates[0]?.box ?? { x: 0, y: 0, width: 0, height: 0 };
    expect([x, y, width, height].map(Math.round)).toEqual([80, 136, 160, 48]);
  });

  it('brings what its own card says, and is then known', async () => {
    const { card: own } = await check('end2end.onnx');
    const { verified: _, ...said } = { ...own, id: 'mine', licence: 'MIT' };
    const { card } = await check('end2end.onnx', new File([JSON.stringify(said)], 'mine.json'));
    expect(card).toMatchObject({ id: 'mine', licence: 'MIT' });
    expect(card.verified).toBeUndefined();
  });

  it('of YOLOv9’s two branches the second counts', async () => {
    const { card } = await check('yolov9.onnx');
    const detector = new OnnxDetector(await start('yolov9.onnx', card), card);
    const { plates } = await detector.detect(picture(320, 320), { threshold: 0.3, inputSize: 640 });
    expect(plates.map(({ confidence }) => Math.round(confidence * 100))).toEqual([93]);
  });

  it('names that only count are no characters', async () => {
    const numbers = Array.from({ length: 80 }, (_, i) => `${i}`);
    expect(characterClasses(numbers)).toBeNull();
    expect(characterClasses(numbers.slice(0, 10))?.size).toBe(10);
    const { card, notes } = await check('nameless.onnx');
    expect(card).toMatchObject({ task: 'detector', layout: 'v5' });
    expect(notes[0]).toContain('None of its 12 classes');
  });

  it('of several classes the plate ones count', async () => {
    const { card, classes } = await check('yolov8.onnx');
    expect(classes).toEqual(['car', 'license_plate']);
    expect(card.plateClasses).toEqual([1]);
  });
});

describe('a reader of someone else', () => {
  const read = async (name: string, card: ModelCard) => {
    const reader = await openReader(await start(name, card), card);
    const box = { x: 10, y: 10, width: 120, height: 40 };
    const [answer] = await reader.read([{ image: picture(200, 100), box }]);
    return answer?.reading;
  };

  it.each([
    ['fast-plate-ocr.onnx', 'fast-plate-ocr.yaml', 'slots'],
    ['ctc.onnx', 'ctc.txt', 'ctc'],
  ] as const)('%s reads with what lies beside it', async (name, beside, kind) => {
    const { card } = await check(name, fileOf(beside));
    expect(card).toMatchObject({ task: 'reader', reader: { kind } });
    const reading = await read(name, card);
    expect(reading?.text).toBe('AB123');
    expect(reading?.confidence).toBeGreaterThan(0.9);
    expect(reading?.confidence).toBeLessThanOrEqual(1);
  });

  it('PaddleOCR’s inference.yml is as good as a dictionary', async () => {
    const entries = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    const listed = (items: readonly string[]) =>
      new File(
        [
          'Global:\n  model_name: PP-OCRv5_mobile_rec\nPreProcess:\n  transform_ops:\n',
          '  - RecResizeImg:\n      image_shape:\n      - 3\n      - 48\n      - 320\n',
          `PostProcess:\n  name: CTCLabelDecode\n  character_dict:\n`,
          ...items.map((item) => `  - ${item}\n`),
        ],
        'inference.yml',
      );
    const quoted = entries.map((char) => (char < 'A' ? `'${char}'` : char));
    const { card } = await check('ctc.onnx', listed(quoted));
    expect(card).toMatchObject({
      task: 'reader',
      reader: { kind: 'ctc', alphabet: ['', ...entries] },
    });
    expect((await read('ctc.onnx', card))?.text).toBe('AB123');
    const odd = ["''''", "'\"'", '\\', '\u3000', '"\\u2028"', '"\\\\\\""', "' '", '𠂇', '"\\t"'];
    expect(yamlConfig(await listed([...quoted, ...odd]).text()).alphabet.slice(37)).toEqual([
      "'",
      '"',
      '\\',
      '\u3000',
      '\u2028',
      '\\"',
      ' ',
      '𠂇',
      '',
    ]);
  });

  it('boxes of characters are put together to a text', async () => {
    const chosen = { onnx: fileOf('characters.onnx'), beside: [], as: 'reader' as const };
    const { card } = await checked(bytesOf('characters.onnx'), chosen, runtime);
    expect(card.reader).toEqual({ kind: 'characters' });
    const reading = await read('characters.onnx', card);
    expect([reading?.text, reading?.rows]).toEqual(['AB123', 1]);
  });
});

describe('what cannot be used is refused with a sentence that says what would work', () => {
  it.each([
    ['newer.onnx', /ir_version 10 and opset 20/],
    ['external-data.onnx', /second file.*external_data=False/],
    ['nan.onnx', /no numbers \(NaN\)/],
    ['no-sigmoid.onnx', /confidence of 2\.29e\+4/],
    ['classifier.onnx', /\[1, 1000\] is none that Platewheel reads/],
    ['fast-plate-ocr.onnx', /choose its config \(YAML\)/],
    ['ctc.onnx', /choose its dictionary \(TXT\) or inference\.yml/],
  ])('%s', async (name, sentence) => {
    await expect(check(name)).rejects.toThrow(sentence);
  });

  it('files that are no model, or cut short', async () => {
    const chosen = { onnx: new File(['x'], 'x.onnx'), beside: [] };
    const notes = new TextEncoder().encode('a text about plates, not a model at all');
    await expect(checked(notes, chosen, runtime)).rejects.toThrow(/not an ONNX model|cut short/);
    const half = bytesOf('yolov8.onnx').subarray(0, 5000);
    await expect(checked(half, chosen, runtime)).rejects.toThrow(/cut short/);
  });

  it('a config of another model, a card of another file', async () => {
    const yaml = new File(
      ["max_plate_slots: 9\nalphabet: 'ABC_'\npad_char: '_'\nimg_height: 64\nimg_width: 128\n"],
      'other.yaml',
    );
    await expect(check('fast-plate-ocr.onnx', yaml)).rejects.toThrow(/9 slots of 4 characters/);
    const card = { id: 'a', task: 'detector', version: '1', sha256: '0'.repeat(64), bytes: 9 };
    const json = new File([JSON.stringify(card)], 'a.json');
    await expect(check('yolov8.onnx', json)).rejects.toThrow(/belongs to another file/);
  });
});
