/**
 * Memory of the command line over a long folder: the sample photos again and again.
 *
 *   BENCH_COUNT=5000 npm run bench -- cliMemory      500 photos without it
 */
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../scripts/lib/paths.mjs';
import { quantile } from './lib/statistics.mjs';

const EVERY_MS = 250;

/** @param {(line: string) => void} report */
export default async function measure(report) {
  const count = Number(process.env.BENCH_COUNT ?? 500);
  spawnSync(process.execPath, [join(ROOT, 'scripts/read.mjs'), '--prepare'], { stdio: 'inherit' });
  const scratch = mkdtempSync(join(tmpdir(), 'platewheel-cli-'));
  const photos = join(ROOT, 'public/samples');
  const samples = readdirSync(photos).filter((file) => file.endsWith('.jpg'));
  try {
    for (let i = 0; i < count; i++) {
      const sample = samples[i % samples.length] ?? '';
      copyFileSync(join(photos, sample), join(scratch, `${String(i).padStart(6, '0')}.jpg`));
    }
    const started = performance.now();
    const used = await memoryOf([
      join(ROOT, 'cli/dist/platewheel.mjs'),
      scratch,
      '--out',
      `${scratch}.csv`,
      '--quiet',
    ]);
    const seconds = (performance.now() - started) / 1000;
    const rows = readFileSync(`${scratch}.csv`, 'utf8').trim().split('\n').length - 1;
    const tenth = Math.ceil(used.length / 10);
    const mb = (/** @type {readonly number[]} */ of) =>
      `${(quantile(of, 0.95) / 1024).toFixed(0)} MB`;
    report(`${count} photos, ${rows} rows, ${(count / seconds).toFixed(1)} photos a second`);
    report(
      `memory in the second tenth of the time ${mb(used.slice(tenth, 2 * tenth))}, in the last ${mb(used.slice(-tenth))}, at most ${mb([Math.max(...used)])}`,
    );
  } finally {
    rmSync(scratch, { recursive: true });
    rmSync(`${scratch}.csv`, { force: true });
  }
}

/** @param {string[]} args @returns {Promise<number[]>} resident kilobytes, again and again until it ends */
async function memoryOf(args) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  /** @type {number[]} */
  const used = [];
  const timer = setInterval(() => {
    const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(child.pid)], {
      encoding: 'utf8',
    });
    if (Number(stdout) > 0) used.push(Number(stdout));
  }, EVERY_MS);
  const status = await ended;
  clearInterval(timer);
  if (status !== 0) throw new Error(`The command line ended with ${status}.`);
  return used;
}
