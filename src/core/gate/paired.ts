/** Two models on the same plates: what the new one mends and breaks, in all and by slices. */

/** One plate whose text is known, read by both. */
export interface PairedPlate {
  readonly id: string;
  readonly before: boolean;
  readonly after: boolean;
  /** What it belongs to, such as `rows: 2` or `source: gate`. */
  readonly slices: readonly string[];
}

export interface PairedCounts {
  readonly n: number;
  readonly rightBefore: number;
  readonly rightAfter: number;
  readonly mended: number;
  readonly broken: number;
}

export interface Slice extends PairedCounts {
  readonly name: string;
}

/** Counts over all plates. */
export function pairedCounts(plates: readonly PairedPlate[]): PairedCounts {
  const count = (is: (plate: PairedPlate) => boolean) => plates.filter(is).length;
  return {
    n: plates.length,
    rightBefore: count((p) => p.before),
    rightAfter: count((p) => p.after),
    mended: count((p) => !p.before && p.after),
    broken: count((p) => p.before && !p.after),
  };
}

/** The same for each slice, largest first. */
export function pairedSlices(plates: readonly PairedPlate[]): Slice[] {
  const bySlice = new Map<string, PairedPlate[]>();
  for (const plate of plates) {
    for (const name of new Set(plate.slices)) {
      const of = bySlice.get(name);
      if (of) of.push(plate);
      else bySlice.set(name, [plate]);
    }
  }
  return [...bySlice]
    .map(([name, of]) => ({ name, ...pairedCounts(of) }))
    .sort((a, b) => b.n - a.n || (a.name < b.name ? -1 : 1));
}
