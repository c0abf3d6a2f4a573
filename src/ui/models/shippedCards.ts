/** The cards of the models that ship: as parsed for use, and whole, to be drawn. */
import { type ModelCard, type ModelTask, parseModelCard } from '../../core/modelCard.ts';

// `no-inline`: a small card as a data: URL could not be fetched under connect-src 'self'.
const cards = import.meta.glob<string>(['../../../models/*.json', '!../../../models/index.json'], {
  query: '?url&no-inline',
  import: 'default',
  eager: true,
});
const weights = import.meta.glob<string>('../../../models/*.onnx', {
  query: '?url&no-inline',
  import: 'default',
  eager: true,
});
const indices = import.meta.glob<Readonly<Record<string, unknown>>>('../../../models/index.json', {
  import: 'default',
  eager: true,
});

export interface ShippedCard {
  readonly card: ModelCard;
  readonly raw: Readonly<Record<string, unknown>>;
}

/** Id of what ships for a task; null for none, and where tesseract reads. */
export function shippedId(task: ModelTask): string | null {
  const id = indices['../../../models/index.json']?.[task];
  return typeof id === 'string' && cards[`../../../models/${id}.json`] ? id : null;
}

/** The ONNX file of a shipped model; null where it cannot be fetched now. */
export async function shippedWeights(id: string): Promise<ArrayBuffer | null> {
  const url = weights[`../../../models/${id}.onnx`];
  const response = url ? await fetch(url).catch(() => null) : null;
  return response?.ok ? response.arrayBuffer() : null;
}

/** The card of the active shipped model of a task; null where none ships. @throws when it cannot be fetched */
export async function shippedCard(task: ModelTask): Promise<ShippedCard | null> {
  const id = shippedId(task);
  const url = cards[`../../../models/${id}.json`];
  if (!url) return null;
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The card of ${id} could not be loaded. Reload the page.`);
  const raw = (await response.json()) as Readonly<Record<string, unknown>>;
  return { card: parseModelCard(raw), raw };
}
