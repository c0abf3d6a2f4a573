/** What the gate says of a personal layer, and where learning stands. */
import type { RegressOutcome } from '../gate/regress.ts';
import { type GateRecord, judge } from '../gate/verdict.ts';
import type { CountedAnswer } from './prequential.ts';
import { pairedAnswers, REFIT_EVERY } from './prequential.ts';

/** `learning`: no layer yet. The switch is not part of it: it turns every state off. */
export type LearnState = 'learning' | 'undecided' | 'refused' | 'on';

/** Why nothing can be learnt from answers as they are. */
export type Hindrance =
  /** A single text, again and again. */
  | 'one-text'
  /** Most texts fit nothing that was read. */
  | 'nothing-fits'
  /** Neither reading agrees with any of them. */
  | 'no-agreement';

export interface PersonalVerdict {
  readonly state: LearnState;
  readonly gate: GateRecord;
  readonly hindrance: Hindrance | null;
  /** Answers until the first layer, or until the next one. */
  readonly untilFit: number;
}

/** So many answers must agree with nothing before that is said. */
const AGREES_FROM = 20;
/** Share of answers that fit nothing from which on nothing is learnt. */
const MOST_LEFT = 0.5;

export interface PersonalFacts {
  readonly hasLayer: boolean;
  readonly counted: readonly CountedAnswer[];
  /** Usable answers, those that gave no row, and vehicles among them. */
  readonly answers: number;
  readonly left: number;
  readonly texts: number;
  readonly regress: Pick<RegressOutcome, 'items' | 'red'>;
  /** Scopes that were tried: each asks for as many times the evidence. */
  readonly candidates: number;
}

export function personalVerdict(facts: PersonalFacts): PersonalVerdict {
  const { hasLayer, counted, answers, left, texts } = facts;
  const gate = judge({
    plates: pairedAnswers(counted),
    regress: facts.regress,
    candidates: facts.candidates,
  });
  const untilFit = REFIT_EVERY - (answers % REFIT_EVERY);
  const hindrance = hindranceOf(facts);
  const common = { gate, hindrance, untilFit };
  if (answers >= REFIT_EVERY && texts === 1) return { ...common, state: 'learning' };
  if (hindrance !== null) return { ...common, state: 'refused' };
  if (!hasLayer || answers < REFIT_EVERY || left === answers) {
    return { ...common, state: 'learning' };
  }
  const state = { accept: 'on', refuse: 'refused', undecided: 'undecided' } as const;
  return { ...common, state: state[gate.verdict] };
}

function hindranceOf({ counted, answers, left, texts }: PersonalFacts): Hindrance | null {
  if (answers < REFIT_EVERY) return null;
  if (texts === 1) return 'one-text';
  if (left > MOST_LEFT * answers) return 'nothing-fits';
  const agrees = counted.filter(({ raw, learnt, text }) => raw === text || learnt === text);
  if (counted.length >= AGREES_FROM && agrees.length < counted.length * 0.05) return 'no-agreement';
  return null;
}
