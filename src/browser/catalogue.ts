/** The models that ship with the app: their files and cards, as `models/index.json` names them. */

import { type ModelCard, type ModelTask, parseModelCard } from '../core/modelCard.ts';

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
export function activeModelId(task: ModelTask): string | null {
  return indices['../../models/index.json']?.[task] || null;
}

/** Addresses of all weights of this build, absolute. */
export const shippedUrls = (): readonly string[] => Object.values(weights).map(absolute);

/** Fetches the card of a shipped model. @throws when it is not part of this build, not reachable or its card is wrong. */
export async function shippedModel(id: string): Promise<ShippedModel> {
  const url = weights[`../../models/${id}.onnx`];
  const cardUrl = cards[`../../models/${id}.json`];
  if (!url || !cardUrl) throw new Error(`The model ${id} is not part of this build.`);
  const response = await fetch(absolute(cardUrl));
  if (!response.ok) throw new Error(`The card of ${id} answered ${response.status}.`);
  return { card: parseModelCard(await response.json()), url: absolute(url) };
}

/** A bundled asset's address made absolute: a worker would resolve it against its own script. */
export function absolute(url: string): string {
  return new URL(url, globalThis.location?.href ?? 'file:///').href;
}
