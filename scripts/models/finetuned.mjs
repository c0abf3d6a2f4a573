/**
 * Whether a fine-tuned reader is accepted: corrections are exported by the built app, `python -m platewheel
 * finetune` trains from them, the bundle is imported, compared on plates it never saw, taken into use and
 * left again. The reader it starts from has learnt from drawn plates alone, so every real source is new.
 *
 *   node scripts/models/finetuned.mjs --data DATA --onnx READER.onnx --out OUT
 *       [--source cn] [--corrections 300] [--fresh 500] [--steps 0] [--plates 4000]
 *       [--new reader-v5 --splits val]
 *
 * `--new` compares with a model that the app has instead of training one; `--splits` says from which parts
 * plates are taken, so that it judges by none that it was trained on. `--source ''` takes all sources.
 * `--data` holds `ocr/{train,val}`; READER.onnx is `checkpoints/reader-drawn-only.pt` through
 * `platewheel.reader.export`. Build first. Trainings that are finished in OUT are not done again.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { verdictOf } from '../../bench/lib/comparing.mjs';
import { importZip } from '../../bench/lib/importing.mjs';
import { withApp } from '../lib/app.mjs';
import { cropsZip, ocrCrops } from '../lib/ocrCrops.mjs';
import { importModel, useUnproven, withCard } from '../lib/ownReader.mjs';
import { ROOT } from '../lib/paths.mjs';

const BASE = 'reader-drawn-only';
const PATIENCE_MS = 3 * 3_600_000;

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    onnx: { type: 'string' },
    out: { type: 'string' },
    source: { type: 'string', default: 'cn' },
    corrections: { type: 'string', default: '300' },
    fresh: { type: 'string', default: '500' },
    steps: { type: 'string', default: '0' },
    plates: { type: 'string', default: '4000' },
    new: { type: 'string' },
    splits: { type: 'string', default: 'train,val' },
  },
});
const { data, onnx } = values;
if (!data || !onnx || !values.out) throw new Error('Say --data, --onnx and --out');
const out = resolve(values.out);
mkdirSync(join(out, 'models'), { recursive: true });

/** @param {string} name @param {readonly import('../lib/ocrCrops.mjs').Crop[]} crops @returns {string} its path */
function zipOf(name, crops) {
  const zip = join(out, name);
  writeFileSync(zip, cropsZip(crops));
  return zip;
}

/** The reader to start from, as `models/` holds readers. @returns {string[]} file and card */
function baseModel() {
  const index = JSON.parse(readFileSync(join(ROOT, 'models/index.json'), 'utf8'));
  const models = { ...index, reader: BASE, models: [index.detector, BASE] };
  writeFileSync(join(out, 'models/index.json'), JSON.stringify(models));
  return withCard(onnx ?? '', join(out, 'models'), BASE);
}

/** @param {string} dataset @returns {Promise<string>} the bundle */
async function finetune(dataset) {
  const options = ['--task', 'reader', '--out', out, '--models', join(out, 'models')];
  const steps = ['--steps', String(values.steps), '--plates', String(values.plates)];
  const args = ['-u', '-m', 'platewheel', 'finetune', dataset, ...options, ...steps];
  const child = spawn(join(ROOT, 'training/.venv/bin/python'), args, {
    cwd: join(ROOT, 'training'),
    stdio: 'inherit',
  });
  const code = await new Promise((done) => child.once('exit', done));
  if (code !== 0) throw new Error(`finetune ended with ${code}`);
  return join(out, 'model-reader.zip');
}

/** @typedef {import('@playwright/test').Page} Page */

/** Exports what is labelled as the dialog proposes it. @param {Page} page @returns {Promise<string>} */
async function exportDataset(page) {
  await page.getByRole('button', { name: 'Export dataset' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click();
  const path = join(out, 'export.zip');
  await (await download).saveAs(path);
  await page.getByTestId('export-result').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  return path;
}

await withApp(async ({ page, address }) => {
  page.setDefaultTimeout(PATIENCE_MS);
  const say = (/** @type {string} */ line) =>
    console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);
  const crops = ocrCrops(data, values.splits.split(','), values.source);
  const corrections = values.new ? [] : crops.slice(0, Number(values.corrections));
  const fresh = crops.slice(corrections.length).slice(0, Number(values.fresh));
  const base = baseModel();
  await page.goto(`${address}#/models`);
  await useUnproven(page, base, BASE);

  await page.goto(`${address}#/dataset`);
  let model = values.new ?? '';
  if (!model) {
    await importZip(page, zipOf('corrections.zip', corrections));
    const dataset = await exportDataset(page);
    say(`${corrections.length} corrections of ${values.source} exported`);
    const bundle = await finetune(dataset);
    say('trained');
    await page.goto(`${address}#/models`);
    const row = await importModel(page, [bundle], /-own-/);
    model = (await row.getAttribute('data-model')) ?? '';
    await page.goto(`${address}#/dataset`);
  }
  await importZip(page, zipOf('fresh.zip', fresh));
  await page.goto(`${address}#/models`);
  const own = page.locator(`[data-testid=model-row][data-model="${model}"]`);
  await page.getByLabel('New').selectOption({ label: model });
  await page.getByTestId('compare-run').click();
  const verdict = await verdictOf(page, 60_000, say);
  say(`${fresh.length} plates it never saw: ${await verdict.getAttribute('data-verdict')}`);
  console.log(await verdict.textContent());
  await page.screenshot({ path: join(out, 'verdict.png'), fullPage: true });
  await own.getByTestId('model-activate').click();
  const word = page.getByRole('button', { name: 'Use it all the same' });
  const taken = page.locator(`[data-model="${model}"][data-state=active]`);
  await word.or(taken).first().waitFor();
  say((await word.isVisible()) ? 'taken into use only after a second word' : 'taken into use');
  if (await word.isVisible()) await word.click();
  await taken.waitFor();
  await page.getByRole('button', { name: 'Go back to the models before' }).click();
  await page.locator(`[data-model=${BASE}][data-state=active]`).waitFor();
  say('left again');
});
