/** The models to read with: the shipped ones, or files of one's own, each checked against its card. */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { EngineModel } from '../../src/core/engine.ts';
import { ModelCardError, type ModelTask, parseModelCard } from '../../src/core/modelCard.ts';
import { sha256Hex } from '../../src/core/sha256.ts';
import { UsageError } from './usage.ts';

export interface Models {
  readonly detector: EngineModel;
  readonly reader: EngineModel;
}

/**
 * @param folder of the shipped models, with `index.json`
 * @param files `.onnx` files that replace the shipped model of their task
 * @throws UsageError for a file that is missing, or not the one its card describes
 */
export async function loadModels(folder: string, files: readonly string[]): Promise<Models> {
  const own = await Promise.all(files.map(loadModel));
  const index = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8')) as Record<
    ModelTask,
    string
  >;
  const of = async (task: ModelTask): Promise<EngineModel> => {
    const given = own.filter(({ card }) => card.task === task);
    if (given.length > 1) throw new UsageError(`--models: two of the files are a ${task}.`);
    return given[0] ?? loadModel(join(folder, `${index[task]}.onnx`));
  };
  return { detector: await of('detector'), reader: await of('reader') };
}

async function loadModel(path: string): Promise<EngineModel> {
  const cardPath = path.replace(/\.onnx$/, '.json');
  const bytes = await readFile(path).catch(() => {
    throw new UsageError(`The model ${path} cannot be read.`);
  });
  const text = await readFile(cardPath, 'utf8').catch(() => {
    throw new UsageError(`The model ${path} has no card: ${basename(cardPath)} is not beside it.`);
  });
  let card: EngineModel['card'];
  try {
    card = parseModelCard(JSON.parse(text));
  } catch (error) {
    const why = error instanceof ModelCardError ? error.message : 'It is not JSON.';
    throw new UsageError(`${cardPath}: ${why}`);
  }
  if ((await sha256Hex(new Uint8Array(bytes))) !== card.sha256) {
    throw new UsageError(`The model ${path} is not the file its card describes: it was refused.`);
  }
  return { card, bytes: new Uint8Array(bytes) };
}
