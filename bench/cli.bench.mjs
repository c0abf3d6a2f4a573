/**
 * The command line against the app on the same photos, in turns: whether they read the same, and how
 * many photos a second each reads.
 *
 *   BENCH_PHOTOS=DIR npm run bench -- cli      without it, the sample photos
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildEval } from '../scripts/eval/build.mjs';
import { openEvalPage } from '../scripts/eval/openPage.mjs';
import { ROOT } from '../scripts/lib/paths.mjs';
import { parity } from './lib/parity.mjs';

/** The photos are read in so many turns. */
const TURNS = 4;
/** Photos that are read from the same pixels: as PNG, no larger than both leave as they are. */
const LOSSLESS = 40;
const LOSSLESS_SIDE = 1000;

/** @typedef {import('./lib/parity.mjs').ReadPlate} ReadPlate */

/** @param {(line: string) => void} report */
export default async function measure(report) {
  const folder = process.env.BENCH_PHOTOS ?? join(ROOT, 'public/samples');
  const files = readdirSync(folder)
    .filter((f) => /\.(jpe?g|png|webp)$/i.test(f))
    .sort();
  await buildEval();
  prepare();
  const scratch = mkdtempSync(join(tmpdir(), 'platewheel-cli-'));
  const page = await openEvalPage({ reader: 'own', backend: 'wasm' });
  try {
    const app = appReader(page);
    await app(folder, files.slice(0, 2)); // engines are slow when they are new
    let [appMs, cliMs] = [0, 0];
    /** @type {[ReadPlate[], ReadPlate[]][]} */
    const pairs = [];
    for (let turn = 0; turn < TURNS; turn++) {
      const some = files.filter((_, i) => i % TURNS === turn);
      const part = join(scratch, String(turn));
      mkdirSync(part);
      for (const file of some) copyFileSync(join(folder, file), join(part, file));
      const byCli = readByCli(part);
      const byApp = await app(part, some);
      cliMs += byCli.ms;
      appMs += byApp.ms;
      for (const file of some)
        pairs.push([byApp.plates.get(file) ?? [], byCli.plates.get(file) ?? []]);
    }
    const rate = (/** @type {number} */ ms) => ((1000 * files.length) / ms).toFixed(1);
    report(
      `${files.length} photos: ${rate(cliMs)} a second against the app's ${rate(appMs)}, ${(appMs / cliMs).toFixed(2)} × (aim: 3)`,
    );
    const same = parity(pairs);
    report(
      `${same.both} plates both found (one alone: ${same.alone}); same text ${(100 * same.text).toFixed(2)} % (aim: 99), least overlap ${same.iou.toFixed(4)}, ${(100 * same.close).toFixed(2)} % at least .98`,
    );

    const lossless = join(scratch, 'png');
    mkdirSync(lossless);
    toPng(
      files.slice(0, LOSSLESS).map((file) => join(folder, file)),
      lossless,
    );
    const pngs = readdirSync(lossless);
    const [own, native] = [(await app(lossless, pngs)).plates, readByCli(lossless).plates];
    const equal = parity(pngs.map((file) => [own.get(file) ?? [], native.get(file) ?? []]));
    report(
      `${pngs.length} photos without loss: ${equal.both} plates both, ${equal.alone} one alone; confidence differs by at most ${equal.confidence.toExponential(1)} (aim: 1e-4), boxes by ${equal.pixels.toExponential(1)} pixels`,
    );
  } finally {
    await page.close();
    rmSync(scratch, { recursive: true });
  }
}

/** @param {import('../scripts/eval/openPage.mjs').EvalPage} page */
const appReader = (page) => async (/** @type {string} */ folder, /** @type {string[]} */ files) => {
  const { inputSize, threshold } = page.defaults;
  /** @type {Map<string, ReadPlate[]>} */
  const plates = new Map();
  let ms = 0;
  for (const file of files) {
    const { photo } = await page.withFile(join(folder, file), 'readPhoto', {
      inputSize,
      threshold,
    });
    ms += photo?.milliseconds ?? 0;
    const told = (photo?.plates ?? []).filter(
      (/** @type {any} */ p) => p.detection.confidence >= threshold,
    );
    plates.set(
      file,
      told.map((/** @type {any} */ { detection, reading }) => ({
        box: detection.box,
        detected: detection.confidence,
        text: reading?.text ?? '',
        confidence: reading?.confidence ?? 0,
      })),
    );
  }
  return { ms, plates };
};

/** @param {string} folder */
function readByCli(folder) {
  const out = `${folder}.ndjson`;
  const started = performance.now();
  cli(folder, '--out', out, '--quiet');
  const ms = performance.now() - started;
  const lines = readFileSync(out, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  /** @type {Map<string, ReadPlate[]>} */
  const plates = new Map(
    lines.map((line) => [
      line.file,
      (line.plates ?? []).map((/** @type {any} */ plate) => ({
        box: plate.box,
        detected: plate.detectionConfidence,
        text: plate.read ?? '',
        confidence: plate.confidence ?? 0,
      })),
    ]),
  );
  return { ms, plates };
}

/** @param {string[]} args */
function cli(...args) {
  const { status } = spawnSync(process.execPath, [join(ROOT, 'cli/dist/platewheel.mjs'), ...args], {
    stdio: 'inherit',
  });
  if (status !== 0 && status !== 1) throw new Error(`The command line ended with ${status}.`);
}

function prepare() {
  const { status } = spawnSync(process.execPath, [join(ROOT, 'scripts/read.mjs'), '--prepare'], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('The command line could not be made ready.');
}

/** @param {string[]} files @param {string} folder */
function toPng(files, folder) {
  const code = `import sharp from 'sharp';
    for (const [i, file] of process.argv.slice(2).entries())
      await sharp(file).autoOrient().resize(${LOSSLESS_SIDE}, ${LOSSLESS_SIDE}, { fit: 'inside', withoutEnlargement: true })
        .flatten({ background: '#fff' }).png({ compressionLevel: 1 }).toFile(process.argv[1] + '/' + i + '.png');`;
  const { status } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', code, folder, ...files],
    {
      cwd: join(ROOT, 'cli'),
      stdio: 'inherit',
    },
  );
  if (status !== 0) throw new Error('The photos could not be written as PNG.');
}
