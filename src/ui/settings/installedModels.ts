/** The cards of the models that ship with this build, as far as the Settings screen shows them. */
import { type CardMetric, cardMetrics } from './cardMetrics.ts';

export interface InstalledModel {
  readonly id: string;
  readonly task: string;
  readonly licence: string | null;
  /** 0 and '' where the card does not say. */
  readonly bytes: number;
  readonly sha256: string;
  readonly metrics: readonly CardMetric[];
}

// `no-inline`: a small card as a data: URL could not be fetched under connect-src 'self'.
const cards = import.meta.glob<string>(['../../../models/*.json', '!../../../models/index.json'], {
  query: '?url&no-inline',
  import: 'default',
  eager: true,
});

/** More than this is for the model's own page, not for a settings panel. */
const METRICS_SHOWN = 16;

export async function installedModels(): Promise<InstalledModel[]> {
  return Promise.all(
    Object.values(cards).map(async (url) => toModel(await (await fetch(url)).json())),
  );
}

/** A card, all-optional to read: whatever it lacks is left out. */
export function toModel(card: Readonly<Record<string, unknown>>): InstalledModel {
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return {
    id: text(card.id) ?? 'unnamed model',
    task: text(card.task) ?? '',
    licence: text(card.licence),
    bytes: typeof card.bytes === 'number' ? card.bytes : 0,
    sha256: text(card.sha256) ?? '',
    metrics: cardMetrics(card.metrics).slice(0, METRICS_SHOWN),
  };
}
