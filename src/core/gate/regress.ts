/**
 * The regress list: plates and pictures that a new model must not get worse at. An item is red when
 * the model in use passes it and the candidate does not; what neither passes is told, not held
 * against the candidate.
 */

import type { Box } from '../types.ts';

export type RegressKind =
  /** A person confirmed its text twice. */
  | 'confirmed'
  /** A person pinned it. */
  | 'pinned'
  /** It comes with the app. */
  | 'sample'
  /** A known plate, slightly altered: see `INVARIANCES`. */
  | 'invariance'
  /** It holds no plate and must stay blank. */
  | 'blank';

/** What a known plate is altered by. */
export const INVARIANCES = ['shifted', 'jpeg', 'brighter', 'darker', 'half-size'] as const;
export type Invariance = (typeof INVARIANCES)[number];

export interface RegressItem {
  readonly id: string;
  readonly kind: RegressKind;
  /** What must be read; empty for nothing. */
  readonly text: string;
  readonly altered?: Invariance;
  /** The kept sample it is in, where it is a person's own. */
  readonly sample?: string;
  readonly box?: Box;
}

/** An item as both models read it. */
export interface RegressRun {
  readonly item: RegressItem;
  readonly before: string;
  readonly after: string;
}

export interface RegressOutcome {
  readonly items: number;
  readonly red: readonly RegressRun[];
  /** Wrong with both. */
  readonly open: readonly RegressRun[];
  readonly mended: readonly RegressRun[];
}

/** Sorts what a run over the list gave. */
export function regressOutcome(runs: readonly RegressRun[]): RegressOutcome {
  const passes = ({ item }: RegressRun, read: string) => read === item.text;
  const those = (before: boolean, after: boolean) =>
    runs.filter((run) => passes(run, run.before) === before && passes(run, run.after) === after);
  return {
    items: runs.length,
    red: those(true, false),
    open: those(false, false),
    mended: those(false, true),
  };
}
