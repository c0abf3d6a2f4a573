/** The worker in which an imported model is tried before it counts. */
import { expose } from 'comlink';
import { bundleFiles } from '../src/archive/modelBundle.ts';
import { isZip } from '../src/archive/zipReader.ts';
import { checkModelFile } from '../src/browser/checkModel.ts';
import { fitOnGpu } from '../src/browser/checkOnGpu.ts';
import type { ChosenModel } from '../src/core/models/checkedModel.ts';
import type { ModelCheckApi } from '../src/rpc/modelCheck/contract.ts';

/** Files of a bundle are tried like files chosen together, and the ONNX one is handed back. */
async function check(chosen: ChosenModel): ReturnType<ModelCheckApi['check']> {
  if (!(await isZip(chosen.onnx as File, chosen.onnx.name))) return checkModelFile(chosen);
  let files: File[];
  try {
    files = await bundleFiles(chosen.onnx as File);
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
  const [onnx, ...beside] = files as [File, ...File[]];
  const checked = await checkModelFile({ ...chosen, onnx, beside });
  return checked.ok ? { ok: true, value: { ...checked.value, unpacked: onnx } } : checked;
}

expose({ check, fitOnGpu: (model) => fitOnGpu(model) } satisfies ModelCheckApi);
