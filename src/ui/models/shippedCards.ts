/** The cards of the models that ship: as parsed for use, and whole, to be drawn. */
import { type ModelCard, type ModelTask, parseModelCard } from '../../core/modelCard.ts';

// `no-inline`: a small card as a data: URL could not be fetched under connect-src 'self'.
const cards = import.meta.glob<string>(['../../../models/*.json', '!../../../models/index.json'], {
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

/** The card of the active shipped model of a task; null where none ships. @throws when it cannot be fetched */
export async function shippedCard(task: ModelTask): Promise<ShippedCard | null> {
  const id = indices['../../../models/index.json']?.[task];
  const url = typeof id === 'string' ? cards[`../../../models/${id}.json`] : undefined;
  if (!url) return null;
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The card of ${id} could not be loaded. Reload the page.`);
  const raw = (await response.json()) as Readonly<Record<string, unknown>>;
  return { card: parseModelCard(raw), raw };
}
