/** Tries every ONNX file of a folder as the Models screen does, and says what each is taken for. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ort from 'onnxruntime-web/wasm';
import { checkModelFile } from '../../src/browser/checkModel.ts';
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
const BESIDE = ['.yaml', '.txt', '.json'];

export default async function main([folder = '']: string[]): Promise<void> {
  ort.env.wasm.numThreads = 1; // Node has no workers for its threads
  let refused = 0;
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.onnx'))) {
    const file = (path: string) => new File([readFileSync(join(folder, path))], path);
    const beside = BESIDE.map((ending) => name.replace(/\.onnx$/, ending))
      .filter((path) => existsSync(join(folder, path)))
      .map(file);
    const outcome = await checkModelFile({ onnx: file(name), beside }, runtime);
    if (!outcome.ok) refused++;
    console.log(name.padEnd(26), outcome.ok ? told(outcome.value.card) : outcome.message);
  }
  process.exitCode = refused > 0 ? 1 : 0;
}

const told = ({
  task,
  layout,
  reader,
  plateClasses,
  classes,
}: import('../../src/core/modelCard.ts').ModelCard) =>
  `${task}, ${layout ?? reader?.kind ?? 'own'}${
    plateClasses ? `, plates: ${plateClasses.map((i) => classes?.[i]).join(', ')}` : ''
  }`;
