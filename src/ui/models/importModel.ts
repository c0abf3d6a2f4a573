/** Taking a model of the person's own in: tried first, kept only if it works. */
import { signal } from '@preact/signals';
import type { EngineModel } from '../../core/engine.ts';
import { LayoutError } from '../../core/models/detectorLayout.ts';
import { ensureSize } from '../../core/models/importCheck.ts';
import { checkModel, fitOnGpu } from '../../rpc/modelCheck/client.ts';
import { localDeviceMemory } from '../../rpc/vision/deviceMemory.ts';
import { savedModels, saveModel } from '../../store/models.ts';
import { announce } from '../components/announce.ts';
import { gpuWords } from './gpuFit.ts';
import { loadModels } from './modelsState.ts';
import { shippedCard } from './shippedCards.ts';

export type ImportState =
  | { readonly state: 'idle' }
  | { readonly state: 'checking'; readonly file: string }
  | { readonly state: 'kept'; readonly id: string; readonly notes: readonly string[] }
  /** The very file that ships with the app. */
  | { readonly state: 'ships'; readonly id: string }
  | { readonly state: 'refused'; readonly file: string; readonly message: string };

export const importState = signal<ImportState>({ state: 'idle' });

/** Files that were chosen together: one ONNX, and its card, config or dictionary. */
export async function importModel(files: readonly File[]): Promise<void> {
  if (importState.peek().state === 'checking') return;
  const chosen = files.find(({ name }) => /\.(onnx|zip)$/i.test(name)) ?? files[0];
  if (!chosen) return;
  const refuse = (message: string) => {
    importState.value = { state: 'refused', file: chosen.name, message };
    announce(`${chosen.name} was not imported. ${message}`);
  };
  if (/\.(pt|pth|safetensors|tflite|h5|keras)$/i.test(chosen.name)) {
    refuse('This is not an ONNX file. Export the model as ONNX, in one file, and choose that.');
    return;
  }
  if (/\.(json|ya?ml|txt|names)$/i.test(chosen.name)) {
    refuse('This file goes with a model. Choose the .onnx file too, both at once.');
    return;
  }
  importState.value = { state: 'checking', file: chosen.name };
  try {
    ensureSize(chosen.size); // before a byte is read
    const checked = await checkModel({
      onnx: chosen,
      beside: files.filter((file) => file !== chosen),
    });
    if (!checked.ok) {
      refuse(checked.message);
      return;
    }
    const { card, notes, unpacked } = checked.value;
    if ((await shippedCard(card.task))?.card.sha256 === card.sha256) {
      importState.value = { state: 'ships', id: card.id };
      announce(`${card.id} comes with Platewheel.`);
      return;
    }
    const onnx = unpacked ?? chosen;
    const known = (await savedModels()).find(({ sha256 }) => sha256 === card.sha256);
    const record = {
      sha256: card.sha256,
      file: onnx.name,
      importedAt: known?.importedAt ?? Date.now(),
      card,
    };
    const bytes = await onnx.arrayBuffer();
    await saveModel(record, bytes);
    await loadModels();
    const kept = { state: 'kept', id: card.id, notes } as const;
    importState.value = kept;
    announce(`${card.id} was imported.`);
    void tryOnGpu({ card, bytes: new Uint8Array(bytes) }, kept);
  } catch (error) {
    if (error instanceof LayoutError) refuse(error.message);
    else refuse(`It could not be kept: ${error instanceof Error ? error.message : error}`);
  }
}

/** Nobody waits for this: it works without a graphics card, and is kept off one it is not for. */
async function tryOnGpu(
  model: EngineModel,
  kept: Extract<ImportState, { state: 'kept' }>,
): Promise<void> {
  const fit = await fitOnGpu(model);
  if (!fit) return;
  localDeviceMemory().rememberFit(model.card.sha256, fit);
  await loadModels();
  const said = fit === 'same' ? null : gpuWords(fit);
  if (!said || importState.peek() !== kept) return;
  importState.value = { ...kept, notes: [...kept.notes, said] };
}
