/** Tries every ONNX file of a folder as the Models screen does, and says what each is taken for. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ort from 'onnxruntime-web/wasm';
import { checkModelFile } from '../../src/browser/checkModel.ts';
import type { ModelCard } from '../../src/core/modelCard.ts';
import { openReader } from '../../src/inference/engine.ts';
import { OnnxModel } from '../../src/inference/model.ts';
import { ortSession } from '../../src/inference/ortSession.ts';
import type { Runtime } from '../../src/inference/runtime.ts';

const runtime: Runtime = {
  home: 'wasm',
  threads: 1,
  isolated: false,
  faster: async () => null,
  session: (bytes) => ortSession(ort, bytes, 'wasm'),
};

/** Config beside a reader: the same name, another ending. */
const BESIDE = ['.yaml', '.yml', '.txt', '.json'];

export default async function main([folder = '']: string[]): Promise<void> {
  ort.env.wasm.numThreads = 1; // Node has no workers for its threads
  let refused = 0;
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.onnx'))) {
    const file = (path: string) => new File([readFileSync(join(folder, path))], path);
    const beside = BESIDE.map((ending) => name.replace(/\.onnx$/, ending))
      .filter((path) => existsSync(join(folder, path)))
      .map(file);
    const outcome = await checkModelFile({ onnx: file(name), beside }, runtime);
    let says = outcome.ok ? told(outcome.value.card) : outcome.message;
    const readings = join(folder, name.replace(/\.onnx$/, '.reading.json'));
    if (outcome.ok && existsSync(readings)) {
      const bytes = new Uint8Array(readFileSync(join(folder, name)));
      const wrong = await misread(outcome.value.card, bytes, readings);
      says += wrong.length > 0 ? `, misread: ${wrong.join('; ')}` : ', reads as it should';
      if (wrong.length > 0) refused++;
    }
    if (!outcome.ok) refused++;
    console.log(name.padEnd(26), says);
  }
  process.exitCode = refused > 0 ? 1 : 0;
}

/** Crops of a reader's own height, and their text as its own tools tell it. */
interface Expected {
  readonly width: number;
  readonly height: number;
  readonly rgb: string;
  readonly text: string;
}

/** Crops that the product reads otherwise, as far as plates have such characters. */
async function misread(card: ModelCard, bytes: Uint8Array, path: string): Promise<string[]> {
  const expected = JSON.parse(readFileSync(path, 'utf8')) as Expected[];
  const model = await OnnxModel.start({ ...card, bytes }, runtime, 'wasm');
  const reader = await openReader(model, card);
  const wrong: string[] = [];
  for (const { width, height, rgb, text } of expected) {
    const pixels = Buffer.from(rgb, 'base64');
    const data = Uint8ClampedArray.from({ length: width * height * 4 }, (_, i) =>
      i % 4 === 3 ? 255 : (pixels[Math.floor(i / 4) * 3 + (i % 4)] as number),
    );
    const image = { width, height, data };
    const [answer] = await reader.read([{ image, box: { x: 0, y: 0, width, height } }]);
    const plate = text.toUpperCase().replace(/[^0-9A-Z]/g, '');
    if (answer?.reading.text !== plate) wrong.push(`${answer?.reading.text} for ${plate}`);
  }
  await model.close();
  return wrong;
}

const told = ({ task, layout, reader, plateClasses, classes }: ModelCard) =>
  `${task}, ${layout ?? reader?.kind ?? 'own'}${
    plateClasses ? `, plates: ${plateClasses.map((i) => classes?.[i]).join(', ')}` : ''
  }`;
