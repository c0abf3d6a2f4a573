/** When a track's text stands, so that reading it can stop. */
import { type Consensus, MOST_PER_VOTE } from './vote.ts';

export interface ConvergenceOptions {
  /** How many further readings that contradict everything must not be able to change the text. */
  readonly contrary: number;
  /** Least number of readings with exactly the text. */
  readonly minVotes: number;
  /** After this many readings a text stands, however divided they are. */
  readonly maxReadings: number;
}

export const CONVERGENCE_DEFAULTS: ConvergenceOptions = {
  contrary: 1.5,
  minVotes: 3,
  maxReadings: 16,
};

/**
 * True when further readings would not change the text: every slot's lead is larger than what
 * `contrary` readings of full weight could take from it, or enough have been tried.
 */
export function hasConverged(
  consensus: Consensus,
  readings: number,
  options: ConvergenceOptions = CONVERGENCE_DEFAULTS,
): boolean {
  if (readings >= options.maxReadings) return true;
  return consensus.votes >= options.minVotes && consensus.margin > options.contrary * MOST_PER_VOTE;
}
