/**
 * Many readings of one plate become one text. Readings of different length are aligned slot by
 * slot (after ROVER, Fiscus 1997): the surest reading starts a row of slots, each further one is
 * laid along it at the least cost, and may add a slot or leave one out. Every slot is then decided
 * by pooled log-probabilities, each reading weighted by how far it can be trusted.
 */
import type { Character, CharacterGuess, Reading } from '../types.ts';
import { alignReading, type Hypothesis, type Slot } from './align.ts';
import { plateConfidence, tempered } from './voteCalibration.ts';

/** One reading of a track's crop. */
export interface Vote {
  readonly reading: Reading;
  /** How much it counts, 0–1: usually its calibrated confidence times the crop's quality. */
  readonly weight: number;
}

export interface Consensus {
  /** The agreed text; '' when nothing was read. */
  readonly text: string;
  /** How likely the whole text is right, calibrated; 0–1. */
  readonly confidence: number;
  /** The least sure slot's probability after pooling and tempering, dropped slots included; 0–1. */
  readonly weakest: number;
  readonly characters: readonly Character[];
  /** Of the readings that vote: those that say exactly this text, and those that say another one. */
  readonly votes: number;
  readonly dissent: number;
  /**
   * The narrowest lead of any slot's winner over its runner-up, in sums of weighted
   * log-probability. One further reading can change it by at most `MOST_PER_VOTE`.
   */
  readonly margin: number;
}

/** No reading calls a character less likely than this: one bad frame must not outvote all others. */
const FLOOR = 0.02;
/** The most one reading of weight 1 can take from a lead. */
export const MOST_PER_VOTE = Math.log(1 / FLOOR);
/** Over how many characters the probability of what a reading did not name is spread. */
const UNNAMED = 4;
/**
 * So many readings vote, the surest: a shuttle that comes back to the gate all day gathers thousands,
 * and they would have to be aligned anew with each one.
 */
const MOST_CAST = 32;
/** Stands for "no character here". */
const GAP = '';

const NOTHING: Consensus = {
  text: '',
  confidence: 0,
  weakest: 0,
  characters: [],
  votes: 0,
  dissent: 0,
  margin: 0,
};

/** The text most readings support, with how sure it is. Independent of the order of `given`. */
export function consensusOf(given: readonly Vote[]): Consensus {
  const cast = given
    .filter((vote) => vote.reading.text !== '' && vote.weight > 0)
    .sort(
      (a, b) =>
        b.weight * b.reading.confidence - a.weight * a.reading.confidence ||
        (a.reading.text < b.reading.text ? -1 : a.reading.text > b.reading.text ? 1 : 0),
    )
    .slice(0, MOST_CAST);
  if (cast.length === 0) return NOTHING;
  let slots: Slot[] = [];
  for (const { reading, weight } of cast) slots = alignReading(slots, reading.characters, weight);
  const decided = slots.map((slot) => decide(slot));
  const written = decided.filter((slot) => slot.winner.char !== GAP);
  const text = written.map((slot) => slot.winner.char).join('');
  const votes = cast.filter((vote) => vote.reading.text === text).length;
  const dissent = cast.length - votes;
  const weakest = Math.min(...decided.map((slot) => slot.winner.confidence));
  return {
    text,
    confidence: plateConfidence({ weakest, votes, dissent }),
    weakest,
    characters: written.map((slot) => ({
      ...slot.winner,
      alternatives: slot.others.filter((guess) => guess.char !== GAP).slice(0, 4),
    })),
    votes,
    dissent,
    margin: Math.min(...decided.map((slot) => slot.margin)),
  };
}

interface DecidedSlot {
  readonly winner: CharacterGuess;
  readonly others: readonly CharacterGuess[];
  readonly margin: number;
}

/**
 * Pools a slot's hypotheses. Frames of one video err alike, so n of them count as √n independent
 * ones when the pooled probability is stated.
 */
function decide({ hypotheses }: Slot): DecidedSlot {
  const candidates = [...new Set(hypotheses.flatMap(({ chances }) => [...chances.keys()]))];
  const pool = (chanceIn: (hypothesis: Hypothesis) => number): number =>
    hypotheses.reduce(
      (sum, hypothesis) => sum + hypothesis.weight * Math.log(chanceIn(hypothesis)),
      0,
    );
  const ranked = candidates
    .map((char) => ({ char, sum: pool((hypothesis) => chanceOf(char, hypothesis)) }))
    .sort((a, b) => b.sum - a.sum || (a.char < b.char ? -1 : 1));
  const unnamed = pool((hypothesis) => Math.max(1e-3, restOf(hypothesis) / UNNAMED));
  const top = Math.max(unnamed, ...ranked.map(({ sum }) => sum));
  const totalWeight = hypotheses.reduce((sum, { weight }) => sum + weight, 0);
  const evidence = Math.sqrt(hypotheses.length) / totalWeight;
  const odds = (sum: number): number => Math.exp((sum - top) * evidence);
  const total = ranked.reduce((all, { sum }) => all + odds(sum), 0) + UNNAMED * odds(unnamed);
  const guesses = ranked.map(({ char, sum }) => ({
    char,
    confidence: tempered(odds(sum) / total),
  }));
  const [winner, ...others] = guesses as [CharacterGuess, ...CharacterGuess[]];
  // The runner-up may be a character that nobody has named yet.
  const newcomer = pool((hypothesis) => Math.max(FLOOR, restOf(hypothesis) / UNNAMED));
  const second = Math.max(newcomer, ranked[1]?.sum ?? newcomer);
  return { winner, others, margin: (ranked[0]?.sum as number) - second };
}

/** What a hypothesis gives a character, named or not; never under `FLOOR`. */
function chanceOf(char: string, hypothesis: Hypothesis): number {
  return Math.max(FLOOR, hypothesis.chances.get(char) ?? restOf(hypothesis) / UNNAMED);
}

/** Probability a hypothesis leaves to characters it does not name. */
function restOf({ chances }: Hypothesis): number {
  let named = 0;
  for (const chance of chances.values()) named += chance;
  return Math.max(0, 1 - named);
}
