/** Laying one reading along the slots that earlier readings agreed on. */
import type { Character } from '../types.ts';

/** What one reading says about one slot; the key '' is "no character here". */
export interface Hypothesis {
  readonly chances: ReadonlyMap<string, number>;
  readonly weight: number;
}

/** One place of the plate, with a hypothesis of every reading so far. */
export interface Slot {
  readonly hypotheses: readonly Hypothesis[];
}

/**
 * Cost of leaving a slot out or adding one. Two of them cost more than one character read as
 * another, so that a misread character is never taken for a lost and an invented one.
 */
const GAP_COST = 0.7;

type Step = 'both' | 'skip' | 'insert';

/** The slots with this reading's hypotheses added. A slot nobody else saw gets "nothing here" from the others. */
export function alignReading(
  slots: readonly Slot[],
  characters: readonly Character[],
  weight: number,
): Slot[] {
  const steps = cheapestPath(slots, characters);
  const aligned: Slot[] = [];
  let s = 0;
  let c = 0;
  for (const step of steps) {
    const character = characters[c];
    if (step === 'skip') {
      aligned.push(withHypothesis(slots[s++] as Slot, gapHypothesis(characters, c, weight)));
      continue;
    }
    const hypothesis: Hypothesis = { chances: chancesOf(character as Character), weight };
    c++;
    if (step === 'both') aligned.push(withHypothesis(slots[s++] as Slot, hypothesis));
    else {
      const beside = (slots[s - 1] ?? slots[s])?.hypotheses ?? [];
      aligned.push({ hypotheses: [...beside.map(absent), hypothesis] });
    }
  }
  return aligned;
}

function cheapestPath(slots: readonly Slot[], characters: readonly Character[]): Step[] {
  const rows = slots.length + 1;
  const columns = characters.length + 1;
  const cost = new Float64Array(rows * columns);
  const at = (s: number, c: number): number => cost[s * columns + c] as number;
  const skip = slots.map((slot) => GAP_COST * (1 - support(slot, new Map([['', 1]]))));
  const match = slots.map((slot) => characters.map((ch) => 1 - likeness(slot, chancesOf(ch))));
  for (let s = 0; s < rows; s++) {
    for (let c = 0; c < columns; c++) {
      if (s === 0 && c === 0) continue;
      const both = s > 0 && c > 0 ? at(s - 1, c - 1) + (match[s - 1]?.[c - 1] as number) : Infinity;
      const skipped = s > 0 ? at(s - 1, c) + (skip[s - 1] as number) : Infinity;
      const inserted = c > 0 ? at(s, c - 1) + GAP_COST : Infinity;
      cost[s * columns + c] = Math.min(both, skipped, inserted);
    }
  }
  const steps: Step[] = [];
  let s = slots.length;
  let c = characters.length;
  while (s > 0 || c > 0) {
    const here = at(s, c);
    if (s > 0 && c > 0 && here === at(s - 1, c - 1) + (match[s - 1]?.[c - 1] as number)) {
      steps.push('both');
      s--;
      c--;
    } else if (s > 0 && here === at(s - 1, c) + (skip[s - 1] as number)) {
      steps.push('skip');
      s--;
    } else {
      steps.push('insert');
      c--;
    }
  }
  return steps.reverse();
}

/** Part of the slot's hypotheses that share the view of `chances`, by weight, 0–1. */
function support(slot: Slot, chances: ReadonlyMap<string, number>): number {
  let agreed = 0;
  let total = 0;
  for (const hypothesis of slot.hypotheses) {
    total += hypothesis.weight;
    agreed += hypothesis.weight * overlap(hypothesis.chances, chances);
  }
  return total > 0 ? agreed / total : 0;
}

/**
 * How well a character belongs into a slot, 0–1. One reading that saw the same there counts as much
 * as the majority: characters that few readings saw must meet in one slot, not in one each.
 */
function likeness(slot: Slot, chances: ReadonlyMap<string, number>): number {
  const closest = Math.max(
    0,
    ...slot.hypotheses.map((hypothesis) => overlap(hypothesis.chances, chances)),
  );
  return (closest + support(slot, chances)) / 2;
}

/** Chance that two independent views name the same. */
function overlap(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const [char, chance] of b) sum += chance * (a.get(char) ?? 0);
  return sum;
}

function chancesOf(character: Character): Map<string, number> {
  const chances = new Map<string, number>();
  for (const { char, confidence } of [character, ...character.alternatives]) {
    // A reader's blank among the alternatives means the same as our empty key.
    const key = char === '_' ? '' : char;
    chances.set(key, (chances.get(key) ?? 0) + confidence);
  }
  return chances;
}

/** "Nothing here", as sure as the neighbours are that they are next to each other. */
function gapHypothesis(characters: readonly Character[], at: number, weight: number): Hypothesis {
  const sure = Math.min(characters[at - 1]?.confidence ?? 1, characters[at]?.confidence ?? 1);
  return { chances: new Map([['', sure]]), weight };
}

/** What a reading that did not see a new slot says about it: as sure as it was of the slot beside. */
function absent({ chances, weight }: Hypothesis): Hypothesis {
  return { chances: new Map([['', Math.max(0, ...chances.values())]]), weight };
}

function withHypothesis(slot: Slot, hypothesis: Hypothesis): Slot {
  return { hypotheses: [...slot.hypotheses, hypothesis] };
}
