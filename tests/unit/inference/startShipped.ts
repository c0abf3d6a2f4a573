/** The shipped models in onnxruntime-web's wasm, in Node. */
import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-web/wasm';
import { OnnxModel } from '../../../src/inference/model.ts';

const models = new URL('../../../models/', import.meta.url);

/** What `models/index.json` says is active. */
export const activeModels = JSON.parse(readFileSync(new URL('index.json', models), 'utf8')) as {
  readonly detector: string;
  readonly reader: string;
};

/** Starts a shipped model as the app does, with its card's hash. */
export async function startShipped(id: string): Promise<OnnxModel> {
  ort.env.wasm.numThreads = 1;
  const bytes = new Uint8Array(readFileSync(new URL(`${id}.onnx`, models)));
  const { sha256 } = JSON.parse(readFileSync(new URL(`${id}.json`, models), 'utf8'));
  return OnnxModel.start({ id, sha256, bytes }, async () => ort, 'wasm');
}
