/** Parts of the dataset, how well each is read, and which is the weakest. */
import { SET_NAMES } from '../dataset/splits.ts';
import { wilson } from '../metrics.ts';
import type { PlateFacts, SampleFacts } from './facts.ts';

export interface Slice {
  /** "Country: Germany", "Rows: 2". */
  readonly name: string;
  readonly plates: number;
  readonly samples: readonly string[];
  /** Plates with a given text that were read, and how many exactly. */
  readonly judged: number;
  readonly rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** A slice with fewer answers than this is not called weak. */
export const SLICE_FROM = 10;

/** A property of a plate in its sample; null where it says nothing. */
export type Property = (sample: SampleFacts, plate: PlateFacts, index: number) => string | null;

export const PROPERTIES: Readonly<Record<string, Property>> = {
  Country: (_, plate) => plate.region?.toUpperCase() ?? null,
  Rows: (_, plate) => (plate.rows === null ? null : `${plate.rows}`),
  Source: (sample) => sample.source,
  Light: (sample) => (sample.dim === null ? null : sample.dim ? 'dim' : 'bright'),
  Set: (sample) => sample.split && SET_NAMES[sample.split],
  // One for each plate, so that all add up; what is hard about photos is counted in full beside.
  'Main condition': (_, plate) => plate.conditions[0] ?? (plate.measures ? 'none' : null),
};

/** Whether a plate's given text was read exactly; null where it cannot be told. */
export function wasRight(plate: PlateFacts): boolean | null {
  if (!plate.isLabelled || plate.text === '' || plate.confidence === null) return null;
  return plate.read === plate.text;
}

/** All slices of one property, largest first. @param of another property, by sample index */
export function slicesBy(samples: readonly SampleFacts[], name: string, of: Property): Slice[] {
  const held = new Map<
    string,
    { samples: Set<string>; plates: number; right: number; n: number }
  >();
  samples.forEach((sample, index) => {
    for (const plate of sample.plates) {
      const value = of(sample, plate, index);
      if (value === null) continue;
      const own = held.get(value) ?? { samples: new Set<string>(), plates: 0, right: 0, n: 0 };
      held.set(value, own);
      own.samples.add(sample.id);
      own.plates += 1;
      const right = wasRight(plate);
      if (right === null) continue;
      own.n += 1;
      own.right += right ? 1 : 0;
    }
  });
  return [...held]
    .map(([value, own]): Slice => {
      const rate = wilson(own.right, own.n);
      const said = own.n > 0;
      return {
        name: `${name}: ${value}`,
        plates: own.plates,
        samples: [...own.samples],
        judged: own.n,
        rate: said ? rate.rate : null,
        low: said ? rate.low : null,
        high: said ? rate.high : null,
      };
    })
    .sort((a, b) => b.plates - a.plates || (a.name < b.name ? -1 : 1));
}

/**
 * The slice that is surely read worst: the lowest upper bound of its rate.
 * @param all how many plates are judged: a slice of more than half of them is no part to work on
 */
export function weakestSlice(slices: readonly Slice[], all: number): Slice | null {
  const judged = slices.filter(({ judged: n }) => n >= SLICE_FROM && 2 * n <= all);
  return judged.reduce<Slice | null>(
    (worst, slice) => (worst === null || (slice.high ?? 1) < (worst.high ?? 1) ? slice : worst),
    null,
  );
}
