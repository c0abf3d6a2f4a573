/** What the reference packages answered; made by training/reference/. */
import { readFileSync } from 'node:fs';
import { type Points, toPoints } from '../../../../src/core/quality/matrix.ts';

export const reference = <T>(name: string): T =>
  JSON.parse(
    readFileSync(new URL(`../../../fixtures/golden/quality/${name}.json`, import.meta.url), 'utf8'),
  ) as T;

export const pointsOf = (rows: readonly (readonly number[])[]): Points => toPoints(rows);

/** The greatest difference of two lists of numbers. */
export const farthest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0);
