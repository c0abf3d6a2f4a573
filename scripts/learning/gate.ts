/**
 * P4: what the gate says of heads that are known to be worse, of pairs that are equally good, and its
 * power. Prints the tables of docs/models.md. Damage is measured on all plates first; the gate then
 * sees `PLATES` of them, drawn anew, one of each vehicle.
 *
 *   node scripts/learning/run.mjs gate FEATURES [worse|equal|power]
 */
import { eValue, midP } from '../../src/core/gate/evidence.ts';
import type { PairedPlate } from '../../src/core/gate/paired.ts';
import { judge, type Verdict } from '../../src/core/gate/verdict.ts';
import { fitHead } from '../../src/core/learning/fitHead.ts';
import type { Head } from '../../src/core/learning/head.ts';
import { textsOfAll } from '../../src/core/learning/headBatch.ts';
import { slotRows } from '../../src/core/learning/slotRows.ts';
import { ALPHABET, type ProofPlate, proofData, seeded, shuffled } from './features.ts';

const PLATES = 300;
/** Damaged candidates of each kind, and how often one is tried: fits are slow and seldom lose as much. */
const EACH = 100;
const TRIES = 400;
const TRIES_OF_FITS = 30;
/** Candidates that lose as much, in points, count as damaged. */
const DAMAGED = 10;
const PAIRS = 200;
/** Of equal pairs, as of the mildest candidates above. */
const NOISE = 0.9;
const RUNS = 2000;

type Random = () => number;
type Damage = (base: Head, strength: number, random: Random, plates: readonly ProofPlate[]) => Head;

const DAMAGES: Readonly<Record<string, Damage>> = {
  noise: (base, strength, random) => noisy(base, 3 * strength, random),
  'rows swapped': (base, strength, random) => swapped(base, Math.ceil(6 * strength), random),
  'one source only': (base, strength, random, plates) => {
    const sources = [...new Set(plates.map(({ source }) => source))];
    const one = sources[Math.floor(random() * sources.length)];
    const own = shuffled(
      plates.filter(({ source }) => source === one),
      random,
    );
    return learnt(own.slice(0, 40), base, 1e-4 * (1.01 - strength));
  },
  'wrong texts': (base, strength, random, plates) => {
    const some = shuffled(plates, random).slice(0, 60);
    const wrong = some.map((plate) => ({ ...plate, text: misread(plate.text, strength, random) }));
    return learnt(wrong, base, 1e-3);
  },
};

const FITS = new Set(['one source only', 'wrong texts']);

export default function main([path = '', part]: string[]): void {
  const { base, plates } = proofData(path);
  const isRight = rightness(plates);
  const runs = {
    worse: () => worse(base, plates, isRight),
    equal: () => equals(base, plates, isRight),
    power,
  };
  for (const [name, run] of Object.entries(runs)) if (!part || part === name) run();
}

/** Candidates damaged in four ways, and what the gate says of each. */
function worse(
  base: Head,
  plates: readonly ProofPlate[],
  isRight: (head: Head) => readonly boolean[],
): void {
  const before = isRight(base);
  const rate = (right: readonly boolean[]) => right.filter(Boolean).length / right.length;
  console.log(`${plates.length} plates, ${(100 * rate(before)).toFixed(1)} % read right`);
  console.log('\ncandidates that lose 10 points or more: accepted, refused, undecided');
  const mild: { loss: number; verdict: Verdict }[] = [];
  const total = { accept: 0, refuse: 0, undecided: 0 };
  for (const [name, damage] of Object.entries(DAMAGES)) {
    const counts = { accept: 0, refuse: 0, undecided: 0 };
    const tries = FITS.has(name) ? TRIES_OF_FITS : TRIES;
    for (let seed = 0, found = 0; found < EACH && seed < tries; seed++) {
      const random = seeded(seed);
      const after = isRight(damage(base, 0.3 + 0.7 * random(), random, plates));
      const loss = 100 * (rate(before) - rate(after));
      const { verdict } = judge({
        plates: drawn(plates, before, after, random),
        regress: { items: 0, red: [] },
      });
      if (loss >= DAMAGED) {
        counts[verdict]++;
        total[verdict]++;
        found++;
      } else if (loss > 0) mild.push({ loss, verdict });
    }
    console.log(name.padEnd(16), counts.accept, counts.refuse, counts.undecided);
  }
  console.log('all'.padEnd(16), total.accept, total.refuse, total.undecided);
  for (const [from, to] of [
    [0, 2],
    [2, 5],
    [5, 10],
  ] as const) {
    const of = mild.filter(({ loss }) => loss > from && loss <= to);
    const count = (wanted: Verdict) => of.filter(({ verdict }) => verdict === wanted).length;
    console.log(
      `${from}–${to} points`.padEnd(16),
      ...(['accept', 'refuse', 'undecided'] as const).map(count),
    );
  }
}

/**
 * Pairs of heads with as much noise, looked at after every plate. A coin decides plate by plate which
 * of the two counts as the new one, so that they differ often and neither is better.
 */
function equals(
  base: Head,
  plates: readonly ProofPlate[],
  isRight: (head: Head) => readonly boolean[],
): void {
  let accepted = 0;
  let differ = 0;
  for (let seed = 0; seed < PAIRS; seed++) {
    const random = seeded(1000 + seed);
    const pair = [
      isRight(noisy(base, NOISE, random)),
      isRight(noisy(base, NOISE, random)),
    ] as const;
    const coins = plates.map(() => random() < 0.5);
    const side = (heads: boolean) =>
      coins.map((coin, i) => (coin === heads ? pair[0] : pair[1])[i] as boolean);
    const seen = drawn(plates, side(true), side(false), random);
    const counts = { f: 0, b: 0 };
    let hasEnough = false;
    for (const plate of seen) {
      if (!plate.before && plate.after) counts.f++;
      if (plate.before && !plate.after) counts.b++;
      hasEnough ||= eValue(counts.f, counts.b) >= 20;
    }
    differ += counts.f + counts.b;
    if (hasEnough) accepted++;
  }
  console.log(
    `\nof ${PAIRS} equal pairs, looked at after each of ${PLATES} plates, ${accepted} ever reached 20 : 1; ${(differ / PAIRS).toFixed(1)} plates differed`,
  );
}

/** Shares of runs that accept, by plates: at the end by mid-p, at any time by the e-process. */
function power(): void {
  console.log('\npower: plates, mid-p at the end / e-process at any time');
  for (const [name, mended, broken] of [
    ['+5 points', 0.065, 0.015],
    ['+10 points', 0.12, 0.02],
    ['equal', 0.03, 0.03],
  ] as const) {
    const cells = [50, 100, 200, 300, 600].map((n) => {
      const random = seeded(n);
      const accepted = { p: 0, e: 0 };
      for (let run = 0; run < RUNS; run++) {
        let [f, b] = [0, 0];
        let hasEnough = false;
        for (let i = 0; i < n; i++) {
          const u = random();
          if (u < mended) f++;
          else if (u < mended + broken) b++;
          hasEnough ||= u < mended && eValue(f, b) >= 20;
        }
        if (midP(f, b) < 0.05) accepted.p++;
        if (hasEnough) accepted.e++;
      }
      return `${n}: ${(accepted.p / RUNS).toFixed(2)}/${(accepted.e / RUNS).toFixed(2)}`;
    });
    console.log(name.padEnd(12), cells.join('  '));
  }
}

/** Which plates a head reads right. */
function rightness(plates: readonly ProofPlate[]) {
  const views = plates.map((plate) => plate.views);
  return (head: Head): boolean[] =>
    textsOfAll(views, head, ALPHABET).map((text, i) => text === plates[i]?.text);
}

/** `PLATES` plates drawn at random, no vehicle twice. */
function drawn(
  plates: readonly ProofPlate[],
  before: readonly boolean[],
  after: readonly boolean[],
  random: Random,
): PairedPlate[] {
  const seen = new Set<string>();
  const order = shuffled(
    plates.map((_, i) => i),
    random,
  );
  const own = order.filter((i) => {
    const { group } = plates[i] as ProofPlate;
    return !seen.has(group) && seen.add(group);
  });
  return own.slice(0, PLATES).map((i) => {
    const { id, rows, source } = plates[i] as ProofPlate;
    const slices = [`rows: ${rows}`, `source: ${source}`];
    return { id, before: before[i] as boolean, after: after[i] as boolean, slices };
  });
}

/** Every number of the layer off by about `part` of the weights' own spread. */
function noisy(base: Head, part: number, random: Random): Head {
  const spread = Math.sqrt(base.weight.reduce((sum, w) => sum + w * w, 0) / base.weight.length);
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()) * spread * part;
  return {
    ...base,
    weight: base.weight.map((w) => w + normal()),
    bias: base.bias.map((b) => b + normal()),
  };
}

/** So many pairs of characters taken for each other. */
function swapped(base: Head, pairs: number, random: Random): Head {
  const weight = base.weight.slice();
  const bias = base.bias.slice();
  for (let i = 0; i < pairs; i++) {
    const [a, b] = [random(), random()].map((x) => Math.floor(x * 36)) as [number, number];
    const { width } = base;
    const row = weight.slice(a * width, (a + 1) * width);
    weight.copyWithin(a * width, b * width, (b + 1) * width);
    weight.set(row, b * width);
    [bias[a], bias[b]] = [bias[b] as number, bias[a] as number];
  }
  return { ...base, weight, bias };
}

const learnt = (plates: readonly ProofPlate[], base: Head, lambda: number): Head =>
  fitHead(slotRows(plates, base, ALPHABET), base, { lambda }).head;

/** Characters replaced at random, each with this chance. */
const misread = (text: string, chance: number, random: Random) =>
  Array.from(text, (char) =>
    random() < chance ? ALPHABET.charAt(Math.floor(random() * 36)) : char,
  ).join('');
