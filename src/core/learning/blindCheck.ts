/**
 * How often a person says the same of a plate twice: after every fortieth answer one of the earlier ones
 * is asked again, blind. Where a person disagrees with themselves no reader can be proven right, so this
 * rate bounds what can be learnt and shown.
 */
import type { Answered } from '../quality/agreement.ts';

export const ASK_AGAIN_EVERY = 40;
/** The last ones are still in mind and are not asked. */
const STILL_IN_MIND = 10;

export interface AnsweredPlate {
  readonly sample: string;
  readonly plate: string;
}

export interface BlindCheck {
  /** Plates answered since the last question, oldest first. */
  readonly since: readonly AnsweredPlate[];
  readonly asked: readonly Answered[];
}

export const NOTHING_ASKED: BlindCheck = { since: [], asked: [] };

/** Counts an answer; a plate that is answered anew counts once, as the newest. */
export function withAnswer(check: BlindCheck, { sample, plate }: AnsweredPlate): BlindCheck {
  const others = check.since.filter((one) => one.sample !== sample || one.plate !== plate);
  return { ...check, since: [...others, { sample, plate }] };
}

/** Plates that may be asked again, in an order drawn at random. @param random numbers 0 ≤ x < 1 */
export function toAskAgain({ since }: BlindCheck, random: () => number): AnsweredPlate[] {
  return since
    .slice(0, Math.max(0, since.length - STILL_IN_MIND))
    .map((plate) => ({ plate, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ plate }) => plate);
}

/** Begins to count anew. @param answered what came of the question; null where none could be asked */
export function afterQuestion({ asked }: BlindCheck, answered: Answered | null): BlindCheck {
  return { since: [], asked: answered ? [...asked, answered] : asked };
}

/** As it was kept; whatever else lies there is as good as nothing. */
export function restoreCheck(value: unknown): BlindCheck {
  const { since, asked } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const list = <T>(of: unknown, keys: readonly (keyof T)[]): T[] =>
    Array.isArray(of)
      ? of.filter((one) => keys.every((key) => typeof one?.[key] === 'string'))
      : [];
  return {
    since: list<AnsweredPlate>(since, ['sample', 'plate']),
    asked: list<Answered>(asked, ['given', 'again']),
  };
}
