/** A model card's metrics as lines of text. Cards differ by task, so this goes by shape, not by name. */

export interface CardMetric {
  readonly name: string;
  readonly value: string;
}

/** Figures per source are many: only the Models screen draws them. */
const LEFT_OUT = new Set(['sources']);

/**
 * `{ exact: { all: { rate: 0.646, interval: [0.603, 0.687], n: 497 } } }` becomes
 * `exact all: 0.646 (0.603 to 0.687, n = 497)`; so does `exact` with `exact_interval` beside it.
 */
export function cardMetrics(
  metrics: unknown,
  path: readonly string[] = [],
  leftOut: ReadonlySet<string> = LEFT_OUT,
): CardMetric[] {
  const name = path.join(' ').replaceAll('_', ' ');
  if (typeof metrics === 'number') return [{ name, value: number(metrics) }];
  if (typeof metrics === 'string') return [{ name, value: metrics }];
  if (!isRecord(metrics)) return [];
  if (typeof metrics.rate === 'number') {
    return [{ name, value: withInterval(metrics.rate, metrics.interval, metrics.n) }];
  }
  return Object.entries(metrics).flatMap(([key, value]) => {
    if (leftOut.has(key) || key.endsWith('_interval')) return [];
    const interval = metrics[`${key}_interval`];
    return typeof value === 'number' && interval !== undefined
      ? [
          {
            name: `${name} ${key.replaceAll('_', ' ')}`.trim(),
            value: withInterval(value, interval),
          },
        ]
      : cardMetrics(value, [...path, key], leftOut);
  });
}

function withInterval(rate: number, interval: unknown, n?: unknown): string {
  const range =
    Array.isArray(interval) && interval.length === 2 && interval.every((v) => typeof v === 'number')
      ? interval.map(number).join(' to ')
      : '';
  const details = [range, typeof n === 'number' ? `n = ${n}` : ''].filter((part) => part !== '');
  return details.length === 0 ? number(rate) : `${number(rate)} (${details.join(', ')})`;
}

function number(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(3);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
