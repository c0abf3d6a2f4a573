/** The shipped models in onnxruntime-web's wasm, in Node. */
import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-web/wasm';
import { OnnxModel } from '../../../src/inference/model.ts';
import { ortSession } from '../../../src/inference/ortSession.ts';
import type { Runtime } from '../../../src/inference/runtime.ts';

const models = new URL('../../../models/', import.meta.url);

/** What `models/index.json` says is active. */
export const activeModels = JSON.parse(readFileSync(new URL('index.json', models), 'utf8')) as {
  readonly detector: string;
  readonly reader: string;
};

ort.env.wasm.numThreads = 1; // Node has no workers for its threads

/** onnxruntime-web on this thread. */
export const runtime: Runtime = {
  home: 'wasm',
  threads: 1,
  isolated: false,
  faster: async () => null,
  session: (bytes) => ortSession(ort, bytes, 'wasm'),
};

/** Starts a shipped model as the app does, with its card's hash. */
export async function startShipped(id: string): Promise<OnnxModel> {
  const bytes = new Uint8Array(readFileSync(new URL(`${id}.onnx`, models)));
  const { sha256 } = JSON.parse(readFileSync(new URL(`${id}.json`, models), 'utf8'));
  return OnnxModel.start({ id, sha256, bytes }, runtime, 'wasm');
}
