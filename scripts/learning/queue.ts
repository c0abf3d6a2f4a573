/**
 * P2: what the teach queue brings beside picking at random, where a new source is rare: pools and tests
 * of 700 plates, 9 % of a source that the layer in use has not learnt from. Also pools of one source.
 * Prints a table for docs/learning.md.
 *
 *   node scripts/learning/run.mjs queue FEATURES [SEEDS] [SOURCES] [KEPT] [FIRST]
 *
 * KEPT is a file that keeps each seed's result: a run that was stopped goes on with it. FIRST is the first seed.
 */
import { teachPicks } from '../../src/analysis/learning/teach.ts';
import { fitHead } from '../../src/core/learning/fitHead.ts';
import { ensembleChars, type Head } from '../../src/core/learning/head.ts';
import { textsOfAll } from '../../src/core/learning/headBatch.ts';
import { FIRST_CHOICE } from '../../src/core/learning/personal.ts';
import { slotRows } from '../../src/core/learning/slotRows.ts';
import { doubtOfReading, type TeachItem } from '../../src/core/learning/teachItems.ts';
import { readingFromSlots } from '../../src/core/reading.ts';
import { ALPHABET, type ProofPlate, proofData, seeded, shuffled } from './features.ts';
import { keptRuns } from './kept.ts';

const POOL = 700;
const NEW_SHARE = 0.09;
const BATCH = 25;
const LABELS = [25, 50, 100, 300];
/** Of the known sources, to bring the layer to where it is in use. */
const KNOWN = 300;
const DRAWS = 4000;

export default function main([
  path = '',
  seeds = '30',
  sources = 'cn,olpr,idn,vnr,lka',
  keep = '',
  first = '0',
]: string[]) {
  const { base, plates } = proofData(path);
  const names = sources.split(',');
  const kept = keptRuns<Gains>(keep);
  const runs = Array.from({ length: Number(seeds) }, (_, i) => {
    const seed = Number(first) + i;
    return kept(`mixed ${seed}`, () =>
      run(plates, names[seed % names.length] as string, seed, base),
    );
  });
  console.log(
    `mixed pools, ${runs.length} seeds: labels, queue, random (points), ratio (lower 90 % bound)`,
  );
  for (const [k, n] of LABELS.entries()) print(n, runs, k);
  console.log('pools of one source: labels 50, queue, random (points)');
  for (const name of names) {
    const own = plates.filter(({ source }) => source === name);
    const alone = Array.from({ length: 6 }, (_, seed) => {
      const all = shuffled(own, seeded(seed));
      const half = Math.floor(all.length / 2);
      return kept(`${name} ${seed}`, () =>
        gains(all.slice(0, half), all.slice(half), base, seed, [50]),
      );
    });
    console.log(`${name}  ${of(alone, 'queue', 0)}  ${of(alone, 'random', 0)}`);
  }
}

interface Gains {
  readonly queue: readonly number[];
  readonly random: readonly number[];
}

function run(plates: readonly ProofPlate[], source: string, seed: number, base: Head): Gains {
  const { pool, test, head } = mixedPool(plates, source, seed, base);
  return gains(pool, test, head, seed, LABELS);
}

/** A pool and a test of 700 plates, 9 % of `source`, and a layer that learnt from 300 others. */
export function mixedPool(
  plates: readonly ProofPlate[],
  source: string,
  seed: number,
  base: Head,
): { known: ProofPlate[]; pool: ProofPlate[]; test: ProofPlate[]; head: Head } {
  const all = shuffled(plates, seeded(seed));
  const others = all.filter((plate) => plate.source !== source);
  const fresh = all.filter((plate) => plate.source === source);
  const known = others.splice(0, KNOWN);
  const news = Math.min(Math.round(POOL * NEW_SHARE), Math.floor(fresh.length / 2));
  const mix = () => [...fresh.splice(0, news), ...others.splice(0, POOL - news)];
  return { known, pool: mix(), test: mix(), head: learnt(known, base) };
}

/** Points gained on the test plates after so many labels, picked by the queue and at random. */
function gains(
  pool: readonly ProofPlate[],
  test: readonly ProofPlate[],
  base: Head,
  seed: number,
  labels: readonly number[],
): Gains {
  const right = (head: Head) => {
    const read = textsOfAll(
      test.map(({ views }) => views),
      head,
      ALPHABET,
    );
    return read.filter((text, i) => text === test[i]?.text).length;
  };
  const before = right(base);
  const gain = (picked: readonly ProofPlate[]) =>
    (100 * (right(learnt(picked, base)) - before)) / test.length;
  const order = queueOrder(pool, base, seed, labels.at(-1) as number);
  const drawn = chanceOrder(pool, seed);
  return {
    queue: labels.map((n) => gain(order.slice(0, n))),
    random: labels.map((n) => gain(drawn.slice(0, n))),
  };
}

const learnt = (plates: readonly ProofPlate[], base: Head): Head =>
  fitHead(slotRows(plates, base, ALPHABET), base, { lambda: FIRST_CHOICE.lambda }).head;

export const chanceOrder = (pool: readonly ProofPlate[], seed: number): ProofPlate[] =>
  shuffled(pool, seeded(seed + 7919));

/** Batch after batch, as the screen asks. */
export function queueOrder(
  pool: readonly ProofPlate[],
  base: Head,
  seed: number,
  count: number,
): ProofPlate[] {
  const byId = new Map(pool.map((plate) => [plate.id, plate]));
  let items = pool.map((plate) => toItem(plate, base));
  const order: ProofPlate[] = [];
  while (order.length < count && items.length > 0) {
    const picks = teachPicks(items, order.length, seed * 1000 + order.length, BATCH);
    const taken = new Set(picks.map(({ id }) => id));
    order.push(...picks.map(({ id }) => byId.get(id) as ProofPlate));
    items = items.filter(({ id }) => !taken.has(id));
  }
  return order;
}

/** Looks are told apart by what the reader sees on the mean: these are crops, without a detector's view. */
function toItem({ id, views }: ProofPlate, head: Head): TeachItem {
  const reading = readingFromSlots(ensembleChars(views, head), {
    alphabet: ALPHABET,
    temperatures: [1],
    places: null,
  });
  const embedding = new Array<number>(head.width).fill(0);
  for (const view of views) {
    view.forEach((value, i) => {
      embedding[i % head.width] = (embedding[i % head.width] as number) + value / views.length;
    });
  }
  return { id, ...doubtOfReading(reading), embedding };
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const of = (runs: readonly Gains[], how: keyof Gains, k: number) =>
  mean(runs.map((one) => one[how][k] as number)).toFixed(2);

/** The ratio of mean gains, with the lower 90 % bound of a bootstrap over seeds. */
function print(n: number, runs: readonly Gains[], k: number): void {
  const random = seeded(1);
  const ratio = (some: readonly Gains[]) =>
    mean(some.map(({ queue }) => queue[k] as number)) /
    mean(some.map((one) => one.random[k] as number));
  const drawn = Array.from({ length: DRAWS }, () =>
    ratio(runs.map(() => runs[Math.floor(random() * runs.length)] as Gains)),
  ).sort((a, b) => a - b);
  const bound = drawn[Math.floor(0.1 * DRAWS)] as number;
  console.log(
    `${n}  ${of(runs, 'queue', k)}  ${of(runs, 'random', k)}  ${ratio(runs).toFixed(2)} (${bound.toFixed(2)})`,
  );
}
