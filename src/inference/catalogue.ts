/** The models that ship with the app: their files and cards, as `models/index.json` names them. */

/** What the pipeline needs of a model card (`models/<id>.json`); the Models screen reads the rest. */
export interface ModelCard {
  readonly id: string;
  readonly task: 'detector' | 'reader';
  readonly version: string;
  /** Lower-case hex sha256 and length of the onnx. */
  readonly sha256: string;
  readonly bytes: number;
  readonly calibration?: { readonly temperatures?: readonly number[] };
}

/** A shipped model: its card and where its weights are. */
export interface ShippedModel {
  readonly card: ModelCard;
  readonly url: string;
}

interface ModelIndex {
  readonly detector?: string;
  /** A model id, or `tesseract`. */
  readonly reader?: string;
}

// `no-inline`: a small file as a data: URL would be fetched from outside connect-src 'self'.
const weights = import.meta.glob<string>('../../models/*.onnx', {
  query: '?url&no-inline',
  import: 'default',
  eager: true,
});
const cards = import.meta.glob<string>(['../../models/*.json', '!../../models/index.json'], {
  query: '?url&no-inline',
  import: 'default',
  eager: true,
});
const indices = import.meta.glob<ModelIndex>('../../models/index.json', {
  import: 'default',
  eager: true,
});

/** Id of the active model of a task: null when none ships, `tesseract` when that reads plates. */
export function activeModelId(task: ModelCard['task']): string | null {
  return indices['../../models/index.json']?.[task] || null;
}

/** Fetches the card of a shipped model. @throws when it is not part of this build or not reachable. */
export async function shippedModel(id: string): Promise<ShippedModel> {
  const url = weights[`../../models/${id}.onnx`];
  const cardUrl = cards[`../../models/${id}.json`];
  if (!url || !cardUrl) throw new Error(`The model ${id} is not part of this build.`);
  const response = await fetch(absolute(cardUrl));
  if (!response.ok) throw new Error(`The card of ${id} answered ${response.status}.`);
  return { card: (await response.json()) as ModelCard, url: absolute(url) };
}

/** A bundled asset's address made absolute: a worker would resolve it against its own script. */
export function absolute(url: string): string {
  return new URL(url, globalThis.location?.href ?? 'file:///').href;
}
