/**
 * P1: what a personal last layer learns of a source from 10, 20 and 50 labels, judged on the rest of
 * the source and on all others. Prints a table for docs/learning.md.
 *
 *   node scripts/learning/run.mjs layer FEATURES [SPLITS] [SOURCES] [KEPT]
 *
 * A source of the name `val` stands for the plates that no reader was trained on, of all sources. KEPT is a
 * file that keeps each split's result: a run that was stopped goes on with it.
 */

import { pairedCounts } from '../../src/core/gate/paired.ts';
import { judge } from '../../src/core/gate/verdict.ts';
import { crossFitSteps } from '../../src/core/learning/crossFit.ts';
import { atOnce, fitHead } from '../../src/core/learning/fitHead.ts';
import { type Head, interpolate } from '../../src/core/learning/head.ts';
import { textsOfAll } from '../../src/core/learning/headBatch.ts';
import { slotRows } from '../../src/core/learning/slotRows.ts';
import { wilson } from '../../src/core/metrics.ts';
import { ALPHABET, type ProofPlate, proofData, seeded, shuffled } from './features.ts';
import { keptRuns } from './kept.ts';

const LABELS = [10, 20, 50];
/** Of each other source, to see what an unscoped layer does to it. */
const OTHERS = 25;

export default function main([
  path = '',
  splits = '20',
  sources = 'cn,olpr,idn,vnr,lka',
  keep = '',
]: string[]) {
  const { base, plates } = proofData(path);
  const kept = keptRuns<Run>(keep);
  const raw = new Map(
    texts(plates, base).map((text, i) => [(plates[i] as ProofPlate).id, text] as const),
  );
  console.log('source  n  before  gain (2.5–97.5 %)  mended broken  others  accept refuse open');
  for (const source of sources.split(',')) {
    const own = plates.filter((plate) => isOf(plate, source));
    for (const n of LABELS) {
      const runs = Array.from({ length: Number(splits) }, (_, seed) =>
        kept(`${source} ${n} ${seed}`, () =>
          run(shuffled(own, seeded(seed)), n, others(plates, source, seed), base, raw),
        ),
      );
      print(source, n, runs);
    }
  }
}

function run(
  shuffledOwn: ProofPlate[],
  n: number,
  other: readonly ProofPlate[],
  base: Head,
  raw: ReadonlyMap<string, string>,
) {
  const learn = shuffledOwn.slice(0, n);
  const cross = atOnce(crossFitSteps(learn, base, ALPHABET));
  const fit = fitHead(slotRows(learn, base, ALPHABET), base, { lambda: cross?.lambda ?? 0.3 });
  const head = interpolate(base, fit.head, cross?.t ?? 1);
  const paired = (of: readonly ProofPlate[], read: readonly string[]) =>
    of.map(({ id, text }, i) => ({
      id,
      before: raw.get(id) === text,
      after: read[i] === text,
      slices: [],
    }));
  const groups = new Set(learn.map(({ group }) => group));
  const test = shuffledOwn.slice(n).filter(({ group }) => !groups.has(group));
  const { verdict } = judge({
    plates: cross ? paired(learn, cross.texts) : [],
    regress: { items: 0, red: [] },
  });
  return {
    test: pairedCounts(paired(test, texts(test, head))),
    other: pairedCounts(paired(other, texts(other, head))),
    verdict,
  };
}

type Run = ReturnType<typeof run>;

const texts = (plates: readonly ProofPlate[], head: Head) =>
  textsOfAll(
    plates.map(({ views }) => views),
    head,
    ALPHABET,
  );

const isOf = (plate: ProofPlate, source: string) =>
  source === 'val' ? plate.split === 'val' : plate.source === source;

function others(plates: readonly ProofPlate[], source: string, seed: number): ProofPlate[] {
  const rest = plates.filter((plate) => !isOf(plate, source));
  return [...new Set(rest.map((plate) => plate.source))].flatMap((name) =>
    shuffled(
      rest.filter((plate) => plate.source === name),
      seeded(seed + 99),
    ).slice(0, OTHERS),
  );
}

function print(source: string, n: number, runs: readonly Run[]): void {
  const points = ({ mended, broken, n: of }: Run['test']) => (100 * (mended - broken)) / of;
  const gains = runs.map(({ test }) => points(test)).sort((a, b) => a - b);
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const at = (q: number) => (gains[Math.round(q * (gains.length - 1))] as number).toFixed(1);
  const share = (of: (run: Run) => number) => mean(runs.map(of)).toFixed(1);
  const verdicts = (['accept', 'refuse', 'undecided'] as const).map(
    (wanted) => runs.filter(({ verdict }) => verdict === wanted).length,
  );
  const before = wilson(
    runs.reduce((sum, { test }) => sum + test.rightBefore, 0),
    runs.reduce((sum, { test }) => sum + test.n, 0),
  );
  console.log(
    [
      source.padEnd(6),
      String(n).padStart(2),
      `${(100 * before.rate).toFixed(1)} %`,
      `${mean(gains) >= 0 ? '+' : ''}${mean(gains).toFixed(1)} (${at(0.025)} … ${at(0.975)})`,
      share(({ test }) => test.mended),
      `${share(({ test }) => test.broken)} of ${share(({ test }) => test.n)}`,
      mean(runs.map(({ other }) => points(other))).toFixed(1),
      verdicts.join(' '),
    ].join('  '),
  );
}
