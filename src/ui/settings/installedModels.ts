/** The cards of the models that ship with this build, as far as the Settings screen shows them. */

export interface InstalledModel {
  readonly id: string;
  readonly task: string;
  readonly licence: string | null;
  /** 0 and '' where the card does not say. */
  readonly bytes: number;
  readonly sha256: string;
  readonly metrics: readonly { readonly name: string; readonly value: string }[];
}

// `no-inline`: a small card as a data: URL could not be fetched under connect-src 'self'.
const cards = import.meta.glob<string>(['../../../models/*.json', '!../../../models/index.json'], {
  query: '?url&no-inline',
  import: 'default',
  eager: true,
});

/** More than this is for the model's own page, not for a settings panel. */
const METRICS_SHOWN = 12;

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
    metrics: flatten(card.metrics, []).slice(0, METRICS_SHOWN),
  };
}

/** `{ val: { mAP50: 0.91234 } }` → `val mAP50: 0.912`. */
function flatten(value: unknown, path: readonly string[]): { name: string; value: string }[] {
  if (typeof value === 'number') {
    return [
      { name: path.join(' '), value: Number.isInteger(value) ? String(value) : value.toFixed(3) },
    ];
  }
  if (typeof value === 'string') return [{ name: path.join(' '), value }];
  if (Array.isArray(value) && value.every((v) => typeof v === 'number')) {
    return [{ name: path.join(' '), value: value.map((v: number) => v.toFixed(3)).join(' – ') }];
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => flatten(inner, [...path, key]));
}
