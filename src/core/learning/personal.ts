/**
 * Learning from a person's answers, one after the other: each is counted by the layer fitted before
 * it was given, and after every tenth a new layer is fitted to all of them. What was counted stays
 * counted, so that the evidence may be looked at all the while.
 */
import { fitHeadSteps } from './fitHead.ts';
import { type Head, interpolate } from './head.ts';
import { textsOfAll } from './headBatch.ts';
import type { PhotoOrigin } from './layer.ts';
import { type CountedAnswer, REFIT_EVERY } from './prequential.ts';
import { type SeenPlate, slotRows } from './slotRows.ts';

/** An answer that can teach: a plate whose text a person gave or confirmed, as the reader saw it. */
export interface Answer extends SeenPlate {
  readonly origin: PhotoOrigin;
  readonly rows: 1 | 2 | null;
  /** It was drawn at random, not chosen. */
  readonly isRandom: boolean;
}

/** How a layer is fitted; `crossFitSteps` chooses. */
export interface FitChoice {
  readonly lambda: number;
  /** Share of the way from the base, 0–1. */
  readonly t: number;
  /** Times the reader's temperatures. */
  readonly temperature: number;
}

export const FIRST_CHOICE: FitChoice = { lambda: 0.1, t: 1, temperature: 1 };

export interface Personal {
  /** The layer, and the fit it lies on the way to; null before the first. */
  readonly head: Head | null;
  readonly fitted: Head | null;
  readonly choice: FitChoice;
  /** Answers that it was fitted to, and those that gave no row: their text fits nothing that was read. */
  readonly learntFrom: readonly string[];
  readonly left: readonly string[];
  /** Vehicles among them. */
  readonly groups: readonly string[];
  readonly counted: readonly CountedAnswer[];
  /** Counted answers that are gone for now, in case they come back. */
  readonly away?: readonly CountedAnswer[];
  /** What the last layers read of the first plates, oldest first: whether learning has settled. */
  readonly rounds: readonly (readonly string[])[];
  /** Answers and what they had brought, after each fit. */
  readonly curve: readonly { readonly answers: number; readonly counted: number }[];
}

export const NOTHING_LEARNT: Personal = {
  head: null,
  fitted: null,
  choice: FIRST_CHOICE,
  learntFrom: [],
  left: [],
  groups: [],
  counted: [],
  rounds: [],
  curve: [],
};

/** Plates that tell whether predictions stand still. */
const FIXED_SET = 60;
const ROUNDS_KEPT = 3;
const MOST_AWAY = 2000;
/** Where many answers came at once, layers are fitted after a growing number of them. */
const GROWTH = 1.15;

/**
 * Takes answers in, in their order; those known already are only brought up to date. Gives the share
 * done, 0–1.
 * @throws RangeError when features are not finite
 */
export function* learnSteps(
  answers: readonly Answer[],
  base: Head,
  alphabet: string,
  before: Personal,
): Generator<number, Personal> {
  let now = upToDate(before, answers);
  const known = new Set([...now.learntFrom, ...now.left, ...now.counted.map(({ id }) => id)]);
  const fresh = answers.filter(({ id }) => !known.has(id));
  let seen = answers.filter(({ id }) => known.has(id));
  let done = 0;
  while (done < fresh.length) {
    const upTo = Math.min(fresh.length, done + untilNextFit(now, seen.length, fresh.length - done));
    const some = fresh.slice(done, upTo);
    now = { ...now, counted: [...now.counted, ...count(some, now, base, alphabet)] };
    seen = [...seen, ...some];
    done = upTo;
    if (isDue(now, seen.length))
      now = yield* within(refitSteps(seen, base, alphabet, now), done / fresh.length);
    yield done / fresh.length;
  }
  return now;
}

/** Fits a layer to all of these answers. */
export function* refitSteps(
  answers: readonly Answer[],
  base: Head,
  alphabet: string,
  before: Personal,
): Generator<number, Personal> {
  const rows = slotRows(answers, base, alphabet);
  const left = new Set(rows.left);
  const learntFrom = answers.filter(({ id }) => !left.has(id));
  const fixed = answers.slice(0, FIXED_SET).map(({ views }) => views);
  const common = {
    ...before,
    learntFrom: learntFrom.map(({ id }) => id),
    left: rows.left,
    groups: [...new Set(learntFrom.map(({ group }) => group))],
  };
  if (rows.count === 0) return { ...common, head: null, fitted: null };
  const { lambda, t } = before.choice;
  const { head: fitted } = yield* fitHeadSteps(rows, base, {
    lambda,
    start: before.fitted ?? base,
  });
  const head = interpolate(base, fitted, t);
  return {
    ...common,
    fitted,
    head,
    rounds: [...before.rounds, textsOfAll(fixed, head, alphabet)].slice(-ROUNDS_KEPT),
    curve: [...before.curve, { answers: answers.length, counted: before.counted.length }],
  };
}

/** Answers that count: read by the layer as it is, and of vehicles that it has not learnt from. */
function count(
  answers: readonly Answer[],
  { head, groups, counted }: Personal,
  base: Head,
  alphabet: string,
): CountedAnswer[] {
  if (!head) return [];
  // Counted ones that no layer has learnt from yet; a vehicle is known by its text.
  const learnt = new Set([...groups, ...counted.map(({ text }) => text)]);
  const fair = answers.filter(({ group }) => {
    if (learnt.has(group)) return false;
    learnt.add(group); // a vehicle counts once
    return true;
  });
  const views = fair.map((answer) => answer.views);
  const raw = textsOfAll(views, base, alphabet);
  const read = textsOfAll(views, head, alphabet);
  return fair.map(({ id, text, origin, rows, isRandom }, i) => ({
    id,
    text,
    isRandom,
    raw: raw[i] as string,
    learnt: read[i] as string,
    slices: [
      `from: ${origin.source || 'no folder'}`,
      ...(origin.country ? [`country: ${origin.country.toUpperCase()}`] : []),
      ...(rows ? [`rows: ${rows}`] : []),
    ],
  }));
}

/**
 * A text that was corrected later counts as it is now; one that was taken back counts no more, until an undo
 * brings it back: what it said about the layer of its time stays true, and it could not be counted anew.
 */
function upToDate(before: Personal, answers: readonly Answer[]): Personal {
  const now = new Map(answers.map((answer) => [answer.id, answer]));
  const here = (ids: readonly string[]) => ids.filter((id) => now.has(id));
  const counted = [...before.counted, ...(before.away ?? [])];
  return {
    ...before,
    learntFrom: here(before.learntFrom),
    left: here(before.left),
    counted: counted.flatMap((one) => {
      const answer = now.get(one.id);
      return answer ? [{ ...one, text: answer.text, isRandom: answer.isRandom }] : [];
    }),
    away: counted.filter(({ id }) => !now.has(id)).slice(-MOST_AWAY),
  };
}

const fittedTo = ({ curve }: Personal) => curve.at(-1)?.answers ?? 0;

const isDue = (now: Personal, answers: number) => answers - fittedTo(now) >= REFIT_EVERY;

/** How many answers are counted before the next fit. */
function untilNextFit(now: Personal, answers: number, waiting: number): number {
  const next = Math.max(fittedTo(now) + REFIT_EVERY, answers + 1) - answers;
  const isBacklog = waiting > 5 * REFIT_EVERY;
  return isBacklog ? Math.max(next, Math.ceil(answers * (GROWTH - 1))) : next;
}

/** Steps of an inner run, told as the outer one's progress. */
function* within<T>(steps: Generator<unknown, T>, progress: number): Generator<number, T> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    yield progress;
  }
}

/** Texts by the base, for showing. */
export const rawTexts = (answers: readonly Answer[], base: Head, alphabet: string): string[] =>
  textsOfAll(
    answers.map(({ views }) => views),
    base,
    alphabet,
  );
