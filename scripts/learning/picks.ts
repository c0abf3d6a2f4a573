/**
 * For P3: which plates of one pool of P2 the queue would ask for, and as many at random. Written for
 * `training/reference/queue_finetune.py`, which trains the whole reader on either.
 *
 *   node scripts/learning/run.mjs picks FEATURES OUT.json [COUNT] [SOURCE] [SEED]
 */
import { writeFileSync } from 'node:fs';
import { type ProofPlate, proofData } from './features.ts';
import { chanceOrder, mixedPool, queueOrder } from './queue.ts';

export default function main([
  path = '',
  out = '',
  count = '300',
  source = 'cn',
  seed = '0',
]: string[]) {
  const { base, plates } = proofData(path);
  const [n, from] = [Number(count), Number(seed)];
  const { known, pool, test, head } = mixedPool(plates, source, from, base);
  const names = (some: readonly ProofPlate[]) => some.map(({ id }) => id);
  const picks = {
    source,
    seed: from,
    known: names(known),
    queue: names(queueOrder(pool, head, from, n)),
    random: names(chanceOrder(pool, from).slice(0, n)),
    test: names(test),
  };
  writeFileSync(out, `${JSON.stringify(picks)}\n`);
  const fresh = (some: readonly string[]) =>
    some.filter((id) => id.startsWith(`${source}_`)).length;
  console.log(
    `${n} plates: ${fresh(picks.queue)} of ${source} by the queue, ${fresh(picks.random)} at random; ${test.length} to judge by`,
  );
}
