/** What the pipeline costs beyond bare `session.run`, on the sample photos and on one of 12 megapixels. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildEval } from '../scripts/eval/build.mjs';
import { openEvalPage } from '../scripts/eval/openPage.mjs';
import { enlarged, withApp } from '../scripts/lib/app.mjs';
import { ROOT } from '../scripts/lib/paths.mjs';
import { median } from './lib/statistics.mjs';

const ROUNDS = 5;

/** @param {(line: string) => void} report */
export default async function measure(report) {
  const folder = mkdtempSync(join(tmpdir(), 'platewheel-bench-'));
  const samples = readdirSync(join(ROOT, 'public/samples')).filter((f) => f.endsWith('.jpg'));
  const [first] = samples;
  if (!first) throw new Error('There is no sample photo to measure with.');
  try {
    const large = join(folder, 'large.jpg');
    await withApp(async ({ page, address }) => {
      await page.goto(address);
      writeFileSync(large, await enlarged(page, first, 12));
    });
    await buildEval();
    const page = await openEvalPage({ reader: 'own', backend: 'wasm' });
    try {
      const paths = samples.map((file) => join(ROOT, 'public/samples', file));
      report(`${page.defaults.inputSize} px, wasm, ${page.engine.threads} thread(s)`);
      report(await costs(page, 'sample photos', paths));
      report(await costs(page, 'a photo of 12 megapixels', [large]));
    } finally {
      await page.close();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * @param {import('../scripts/eval/openPage.mjs').EvalPage} page
 * @param {string} name @param {string[]} files
 */
async function costs(page, name, files) {
  /** @type {{ times: Record<'decodeMs' | 'detectMs' | 'readMs' | 'inferenceMs', number> }[]} */
  const runs = [];
  for (let round = 0; round <= ROUNDS; round++) {
    for (const file of files) {
      const run = await page.withFile(file, 'readPhoto', page.defaults);
      if (run.failure) throw new Error(`${file}: ${run.failure.message}`);
      if (round > 0) runs.push(run); // the first one warms caches
    }
  }
  const share = (/** @type {(run: (typeof runs)[number]) => number} */ part) =>
    `${(100 * median(runs.map((run) => part(run) / run.times.inferenceMs))).toFixed(1)} %`;
  const beyond = share(({ times }) => times.detectMs + times.readMs - times.inferenceMs);
  const decoding = share(({ times }) => times.decodeMs);
  return `${name}: detecting and reading cost ${beyond} beyond session.run (aim: at most 10 %); opening the file costs ${decoding} of it`;
}
