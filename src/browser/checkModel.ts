/** Tries a chosen model: reads its file, runs it on pictures, and says what it is or why not. */
import {
  type ModelCard,
  ModelCardError,
  type ModelTask,
  parseModelCard,
} from '../core/modelCard.ts';
import { characterClasses } from '../core/models/charBoxes.ts';
import type {
  CheckedModel,
  CheckOutcome,
  ChosenFile,
  ChosenModel,
} from '../core/models/checkedModel.ts';
import {
  boxesOutput,
  classCount,
  type DetectorLayout,
  decodeDetections,
  detectorLayout,
  LayoutError,
} from '../core/models/detectorLayout.ts';
import { ensureRunnable, ensureSize, startSentence } from '../core/models/importCheck.ts';
import { ctcConfig, type ReaderConfig, yamlConfig } from '../core/models/readerConfig.ts';
import { plateClasses } from '../core/plateClasses.ts';
import { sha256Hex } from '../core/sha256.ts';
import type { Size } from '../core/types.ts';
import { parseClassNames } from '../core/yolo.ts';
import { openReader } from '../inference/engine.ts';
import { VisionError } from '../inference/failure.ts';
import { OnnxModel } from '../inference/model.ts';
import { type OnnxFile, OnnxFormatError, readOnnxFile } from '../inference/onnxFile.ts';
import type { Runtime, Session, Tensor } from '../inference/runtime.ts';
import { browserRuntime } from './ortRuntime.ts';

/** Free axes of a detector are tried at this size, pixels. */
const TRIED: Size = { width: 320, height: 320 };

/** Never throws: what is wrong with a file is its outcome. */
export async function checkModelFile(
  chosen: ChosenModel,
  runtime: Runtime = browserRuntime(1, () => undefined),
): Promise<CheckOutcome> {
  try {
    ensureSize(chosen.onnx.size);
    const bytes = new Uint8Array(await chosen.onnx.arrayBuffer());
    return { ok: true, value: await checked(bytes, chosen, runtime) };
  } catch (error) {
    const isExpected =
      error instanceof LayoutError ||
      error instanceof OnnxFormatError ||
      error instanceof ModelCardError ||
      error instanceof VisionError;
    if (isExpected) return { ok: false, message: (error as Error).message };
    return { ok: false, message: startSentence(error instanceof Error ? error.message : '') };
  }
}

/** @throws LayoutError and its kin, with the sentence to show */
export async function checked(
  bytes: Uint8Array,
  { onnx, beside, as }: ChosenModel,
  runtime: Runtime,
): Promise<CheckedModel> {
  const file = readOnnxFile(bytes);
  ensureRunnable(file);
  const sha256 = await sha256Hex(bytes);
  const given = await cardBeside(beside, sha256);
  const config = given?.reader ?? (await configBeside(beside, file));
  const base = {
    id: given?.id ?? idOf(onnx.name),
    version: given?.version ?? '',
    sha256,
    bytes: bytes.length,
  };
  const isOurReader = file.outputs.some(({ name }) => name === 'chars');
  const started = performance.now();
  if (as !== 'detector' && (config || isOurReader)) {
    const reader = config ? { reader: config } : {};
    const card: ModelCard = { ...(given ?? UNKNOWN), ...base, ...reader, task: 'reader' };
    return finished(await checkReader(card, bytes, runtime), given, started);
  }
  return finished(await checkDetector(base, given, file, bytes, runtime, as), given, started);
}

/** Without a card nothing is known of a model but what its file says. */
const UNKNOWN = { verified: false } as const;

type Tried = Pick<CheckedModel, 'card' | 'classes' | 'notes'>;

const finished = (tried: Tried, given: ModelCard | null, started: number): CheckedModel => ({
  ...tried,
  hasCard: given !== null,
  ms: performance.now() - started,
});

/** Reads a grey crop and one of noise. @throws LayoutError, VisionError */
async function checkReader(card: ModelCard, bytes: Uint8Array, runtime: Runtime): Promise<Tried> {
  const model = await startModel(card, bytes, runtime);
  try {
    const reader = await openReader(model, card);
    for (const image of [picture(160, 48, () => 128), picture(160, 48, noise())]) {
      const box = { x: 0, y: 0, width: 160, height: 48 };
      const [answer] = await reader.read([{ image, box }]);
      const confidence = answer?.reading.confidence ?? Number.NaN;
      if (!Number.isFinite(confidence)) throw new LayoutError(NO_NUMBERS);
    }
  } finally {
    await model.close();
  }
  return { card, classes: [], notes: [] };
}

/** Runs a detector on noise. @throws LayoutError */
async function checkDetector(
  base: Pick<ModelCard, 'id' | 'version' | 'sha256' | 'bytes'>,
  given: ModelCard | null,
  file: OnnxFile,
  bytes: Uint8Array,
  runtime: Runtime,
  as: ModelTask | undefined,
): Promise<Tried> {
  const [, channels, h, w] = file.inputs[0]?.shape ?? [];
  if (typeof channels === 'number' && channels !== 3) {
    throw new LayoutError(
      `Its input has ${channels} channels where a detector takes 3 (red, green, blue). If it is a fast-plate-ocr reader, choose its config (YAML) together with it.`,
    );
  }
  const size = {
    height: typeof h === 'number' && h > 0 ? h : TRIED.height,
    width: typeof w === 'number' && w > 0 ? w : TRIED.width,
  };
  const session = await runtime.session(bytes, runtime.home);
  let output: Tensor;
  try {
    output = await tryDetector(session, size);
  } finally {
    await session.release().catch(() => undefined);
  }
  const layout = given?.layout ?? detectorLayout(output.dims, size, file.metadata);
  decodeDetections(layout, output.data, output.dims, 0.01, null);
  const classes = classNames(file, layout, output.dims);
  const characters = characterClasses(classes);
  const plates = given?.plateClasses ?? [...plateClasses(classes)];
  const card: ModelCard = { ...(given ?? UNKNOWN), ...base, layout, task: 'detector' };
  if (characters && (as === 'reader' || plates.length === 0)) {
    const reader = { kind: 'characters' } as const;
    const { layout: _, ...rest } = card;
    const notes = [
      `It finds ${characters.size} letters and digits: plates are read from their boxes.`,
    ];
    return { card: { ...rest, task: 'reader', reader }, classes, notes };
  }
  const notes = plates.length
    ? []
    : [
        classes.length > 1
          ? `None of its ${classes.length} classes is named like a plate, so all count. Tick the right ones beside its name.`
          : 'Its class has no name, so everything it finds counts as a plate.',
      ];
  return {
    card: { ...card, classes, ...(plates.length && { plateClasses: plates }) },
    classes,
    notes,
  };
}

const NO_NUMBERS =
  'It answers with values that are no numbers (NaN). In half precision this happens when weights overflow: export it in float32.';

async function tryDetector(session: Session, { width, height }: Size): Promise<Tensor> {
  const random = noise();
  const data = Float32Array.from({ length: 3 * width * height }, () => random() / 255);
  const outputs = await session.run({ data, dims: [1, 3, height, width] });
  const output = boxesOutput(outputs, (dims) => dims.length >= 2);
  if (!output) throw new LayoutError('It gives no output of numbers.');
  if (output.data.some((value) => Number.isNaN(value))) throw new LayoutError(NO_NUMBERS);
  return output;
}

function classNames(file: OnnxFile, layout: DetectorLayout, dims: readonly number[]): string[] {
  const names = parseClassNames(file.metadata.get('names') ?? '');
  const count = classCount(layout, dims);
  return count === null ? names : Array.from({ length: count }, (_, i) => names[i] ?? '');
}

async function startModel(card: ModelCard, bytes: Uint8Array, runtime: Runtime) {
  try {
    return await OnnxModel.start({ ...card, bytes }, runtime, runtime.home);
  } catch (error) {
    const reason = (error as Error).cause;
    throw new LayoutError(startSentence(reason instanceof Error ? reason.message : ''));
  }
}

/** A card among the files. @throws LayoutError when it belongs to another file */
async function cardBeside(files: readonly ChosenFile[], sha256: string): Promise<ModelCard | null> {
  const json = files.find(({ name }) => /\.json$/i.test(name));
  if (!json) return null;
  let value: unknown;
  try {
    value = JSON.parse(await json.text());
  } catch {
    throw new LayoutError(`The card ${json.name} is no JSON. Choose the model without it.`);
  }
  const card = parseModelCard(value);
  if (card.sha256 !== sha256) {
    throw new LayoutError(
      'The card belongs to another file: its hash is not that of this model. Choose the two that belong together, or the model alone.',
    );
  }
  return card;
}

async function configBeside(
  files: readonly ChosenFile[],
  file: OnnxFile,
): Promise<ReaderConfig | null> {
  const yaml = files.find(({ name }) => /\.ya?ml$/i.test(name));
  if (yaml) return yamlConfig(await yaml.text());
  const text = files.find(({ name }) => /\.txt$/i.test(name));
  if (text) return ctcConfig(await text.text());
  const character = file.metadata.get('character'); // RapidOCR writes its dictionary into the file
  return character ? ctcConfig(character) : null;
}

/** A name that is safe anywhere, from that of the file. */
function idOf(name: string): string {
  const safe = name.replace(/\.onnx$/i, '').replace(/[^A-Za-z0-9._-]+/g, '-');
  return safe.replace(/^[^A-Za-z0-9]+/, '').slice(0, 60) || 'model';
}

/** Bytes that look like noise, always the same. */
function noise(): () => number {
  let state = 1;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return (state >> 8) & 255;
  };
}

function picture(width: number, height: number, value: () => number) {
  return { width, height, data: Uint8ClampedArray.from({ length: width * height * 4 }, value) };
}
