/**
 * `npm run bench`: runs the measurements of this folder on the built app and prints what they found,
 * as ratios where a machine's speed would otherwise be all they tell.
 *
 *   npm run bench                  all of them (the one on memory takes minutes)
 *   npm run bench -- bundle click  just these
 *
 * A measurement is a `name.bench.mjs` with a default function that takes a `report(line)`.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../scripts/lib/paths.mjs';
import { isFresh } from '../scripts/lib/stamp.mjs';

const SUFFIX = '.bench.mjs';
const available = readdirSync(join(ROOT, 'bench'))
  .filter((file) => file.endsWith(SUFFIX))
  .map((file) => file.slice(0, -SUFFIX.length));
const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !available.includes(name));
if (unknown.length > 0) {
  console.error(`No such measurement: ${unknown.join(', ')}. There are: ${available.join(', ')}.`);
  process.exit(1);
}

if (!isFresh()) {
  const { status } = spawnSync(process.execPath, [join(ROOT, 'scripts/build.mjs')], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
for (const name of chosen.length > 0 ? chosen : available) {
  console.log(`\n${name}`);
  const { default: measure } = await import(`./${name}${SUFFIX}`);
  await measure((/** @type {string} */ line) => console.log(`  ${line}`));
}
