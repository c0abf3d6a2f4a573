/** Which kinds of photos each split has, and how to draw rare kinds more often. */
import { SET_NAMES } from '../dataset/splits.ts';
import type { Split } from '../dataset/types.ts';
import { boostWeights, type CrossTable, crossTable, TELLING_RESIDUAL } from './balance.ts';
import type { SampleFacts } from './facts.ts';
import { PROPERTIES } from './slices.ts';

export interface BalanceTable extends CrossTable {
  /** What its rows are, e.g. "Country". */
  readonly property: string;
  /** Samples of each cell. */
  readonly samples: readonly (readonly (readonly string[])[])[];
  /** Under- and over-filled cells in words, the most telling first. */
  readonly notes: readonly string[];
}

/** A row with fewer samples in all says nothing about splits. */
const LEAST_ROW = 10;
const MOST_ROWS = 12;
const MOST_NOTES = 4;
/** None where fewer than these are expected is chance: it goes so in 1 of 20 cells at three. */
const TELLING_NONE = 3;

/** Property × split, for each property that has more than one value. @param clusterOf by sample index */
export function balanceTables(
  samples: readonly SampleFacts[],
  clusterOf: ((index: number) => string | null) | null,
): BalanceTable[] {
  const placed = samples.flatMap((sample, index) => (sample.split ? [{ sample, index }] : []));
  const properties: [string, (sample: SampleFacts, index: number) => string | null][] = [
    ['Similar photos', (_, index) => clusterOf?.(index) ?? null],
    ...['Country', 'Rows', 'Light', 'Source'].map(
      (name): [string, (sample: SampleFacts) => string | null] => [
        name,
        (sample) => {
          const [plate] = sample.plates;
          return plate ? (PROPERTIES[name]?.(sample, plate, 0) ?? null) : null;
        },
      ],
    ),
  ];
  return properties.flatMap(([property, kindOf]) => {
    const rows = placed.flatMap(({ sample, index }) => {
      const value = kindOf(sample, index);
      return value === null
        ? []
        : [{ id: sample.id, pair: [value, SET_NAMES[sample.split as Split]] as const }];
    });
    const table = crossTable(rows.map(({ pair }) => pair));
    if (table.rows.length < 2) return [];
    const shown = { ...table, rows: table.rows.slice(0, MOST_ROWS) };
    return [
      {
        ...shown,
        property,
        samples: shown.rows.map((row) =>
          table.columns.map((column) =>
            rows.flatMap(({ id, pair }) => (pair[0] === row && pair[1] === column ? [id] : [])),
          ),
        ),
        notes: notesOf(shown, property),
      },
    ];
  });
}

function notesOf(table: CrossTable, property: string): string[] {
  const cells = table.rows.flatMap((row, r) => {
    const total = (table.counts[r] ?? []).reduce((a, b) => a + b, 0);
    if (total < LEAST_ROW) return [];
    return table.columns.map((column, c) => ({
      row,
      column,
      residual: table.residuals[r]?.[c] ?? 0,
      count: table.counts[r]?.[c] ?? 0,
      expected: table.expected[r]?.[c] ?? 0,
    }));
  });
  return cells
    .filter(
      ({ residual, count, expected }) =>
        Math.abs(residual) >= TELLING_RESIDUAL || (count === 0 && expected >= TELLING_NONE),
    )
    .sort((a, b) => Math.abs(b.residual) - Math.abs(a.residual))
    .slice(0, MOST_NOTES)
    .map(({ row, column, count, expected }) => {
      const wanted = expected < 10 ? expected.toFixed(1) : Math.round(expected).toString();
      const much = count < expected ? 'fewer' : 'more';
      return `${property} ${row}: ${count} in ${column}, ${much} than the ${wanted} that chance would give.`;
    });
}

/** A weight for each sample of train: rare kinds of photos are drawn more often. */
export function boostOf(
  samples: readonly SampleFacts[],
  clusterOf: ((index: number) => string | null) | null,
): { readonly sample: string; readonly cell: string; readonly weight: number }[] {
  const rows = samples.flatMap((sample, index) => {
    if (sample.split !== 'train') return [];
    const [plate] = sample.plates;
    const cell = [
      clusterOf?.(index) ?? '',
      plate?.region ?? '',
      plate?.rows === 2 ? 'two rows' : '',
      sample.dim === true ? 'dim' : '',
    ]
      .filter((part) => part !== '')
      .join(', ');
    return [{ sample: sample.id, cell: cell === '' ? 'all' : cell }];
  });
  const weights = boostWeights(rows.map(({ cell }) => cell));
  return rows.map((row, i) => ({ ...row, weight: weights[i] as number }));
}
