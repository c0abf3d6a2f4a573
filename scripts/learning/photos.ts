/**
 * The wheel on real photos: the built app in Chromium from a fresh profile, with a reader that has learnt
 * from drawn plates alone, so that every real photo is new to it. A source's photos are read, some are
 * answered by keyboard in "Teach me" until what was learnt is used, and the rest is read by it. Prints what
 * happened, and figures as JSON.
 *
 *   node scripts/learning/run.mjs photos --data DATA --onnx R.onnx --out OUT
 *       [--source cn] [--photos 400] [--answers 60]
 *
 * DATA holds `detect` and `ocr`; R.onnx is `checkpoints/reader-drawn-only.pt` through
 * `platewheel.reader.export`. Build first. OUT gets figures, pictures and what was read.
 */
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { engineReady, untilDone, withApp } from '../lib/app.mjs';
import { useUnproven, withCard } from '../lib/ownReader.mjs';
import { answerQueue } from './answering.ts';
import { besideTexts } from './beside.ts';
import { answersKept, beforeAfter, differing, type ReadPlates, readPlates } from './readPlates.ts';
import { type RealPhoto, realPhotos } from './realPhotos.ts';

const READER = 'reader-drawn-only';
const PATIENCE_MS = 1_800_000;

const say = (line: string) => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);
const layer = (page: Page) => page.getByTestId('layer-status');
const stateOf = (page: Page) => layer(page).getAttribute('data-state');

export default async function main(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string' },
      onnx: { type: 'string' },
      out: { type: 'string' },
      source: { type: 'string', default: 'cn' },
      photos: { type: 'string', default: '400' },
      answers: { type: 'string', default: '60' },
    },
  });
  const { data, onnx, source } = values;
  if (!data || !onnx || !values.out) throw new Error('Say --data, --onnx and --out');
  const out = resolve(values.out);
  const photos = realPhotos(data, source, Number(values.photos));
  const folder = folderOf(photos, join(out, 'photos'), source);
  const figures = await withApp(async ({ page, address }) => {
    page.setDefaultTimeout(120_000);
    try {
      await page.goto(`${address}#/models`);
      await useUnproven(page, withCard(onnx, out, READER), READER);
      say(`${READER} imported and taken into use, after the warning that nothing proves it`);
      return await wheel(page, address, photos, folder, Number(values.answers), out);
    } finally {
      await page.screenshot({ path: join(out, `${source}-end.png`) });
    }
  });
  const kind = photos[0]?.place ? 'photos' : 'crops taken as photos';
  const all = { source, kind, photos: photos.length, ...figures };
  writeFileSync(join(out, `${source}.json`), `${JSON.stringify(all, null, 2)}\n`);
  console.log(JSON.stringify(all, null, 2));
}

/** Copies under the source's name, which the app takes for the camera. */
function folderOf(photos: readonly RealPhoto[], parent: string, source: string): string {
  rmSync(join(parent, source), { recursive: true, force: true, maxRetries: 5 });
  mkdirSync(join(parent, source), { recursive: true });
  for (const { file, path } of photos) copyFileSync(path, join(parent, source, file));
  return join(parent, source);
}

async function wheel(
  page: Page,
  address: string,
  photos: readonly RealPhoto[],
  folder: string,
  most: number,
  out: string,
) {
  const readAll = async (where: Page) => {
    await engineReady(where);
    await where.getByTestId('folder-input').setInputFiles(folder);
    await untilDone(where, PATIENCE_MS);
  };
  await page.goto(`${address}#/read`);
  await readAll(page);
  const before = await readPlates(page);
  say(`${photos.length} photos read`);

  await page.getByTestId('teach-me').click();
  const queue = await answerQueue(page, photos, before, most, say);
  await page.getByRole('button', { name: 'All photos' }).click();
  await atRest(page);
  const after = await readPlates(page);
  const rest = beforeAfter(photos, before, after);
  const state = await stateOf(page);
  say(`after ${queue.given.size} answers: ${state}`);
  const beside =
    state === 'undecided'
      ? { beside: beforeAfter(photos, before, await besideTexts(page, after)) }
      : {};
  await page.screenshot({ path: join(out, `${basename(folder)}-after.png`) });

  await page.getByTestId('layer-switch').click();
  await atRest(page);
  const off = await readPlates(page);
  await page.getByTestId('layer-switch').click();
  await atRest(page);
  const on = await readPlates(page);

  await page.goto(`${address}#/quality/learning`);
  const verdict = (await page.getByTestId('layer-verdict').textContent()) ?? '';
  await page.goto(`${address}#/read`);
  await page.reload();
  await engineReady(page);
  await untilState(page, state);
  const reloaded = { state: await stateOf(page), read: await readPlates(page) };
  const second = await page.context().newPage();
  await second.goto(`${address}#/read`);
  await readAll(second);
  await untilState(second, state);
  const anew = { state: await stateOf(second), read: await readPlates(second) };
  const kept = (read: ReadPlates) => `${answersKept(read, queue.given)} of ${queue.given.size}`;
  const reads = { before, after, off, on, reloaded: reloaded.read, anew: anew.read };
  for (const [when, read] of Object.entries(reads)) {
    writeFileSync(
      join(out, `${basename(folder)}-${when}.json`),
      JSON.stringify([...read.values()]),
    );
  }
  return {
    ...queue.report,
    rest,
    ...beside,
    verdict,
    switchedOff: { differFromBefore: differing(before, off), answersKept: kept(off) },
    switchedOn: { differFromAfter: differing(after, on), answersKept: kept(on) },
    reloaded: {
      state: reloaded.state,
      differFromAfter: differing(after, reloaded.read),
      answersKept: kept(reloaded.read),
    },
    secondTab: { state: anew.state, rest: beforeAfter(heldOut(photos, after), before, anew.read) },
  };
}

/** Those that nobody answered. */
const heldOut = (photos: readonly RealPhoto[], read: ReadPlates) =>
  photos.filter(({ file }) => read.get(file)?.plates.every(({ checked }) => checked === null));

/** What was learnt is looked up a while after the reader has started. */
async function untilState(page: Page, state: string | null): Promise<void> {
  await page.locator(`[data-testid=layer-status][data-state=${state}]`).waitFor();
  await atRest(page);
}

const REST_MS = 3_000;

/** Nothing is learnt or read again for a while. */
async function atRest(page: Page): Promise<void> {
  let since = Date.now();
  const end = since + PATIENCE_MS;
  while (Date.now() - since < REST_MS) {
    await page.waitForTimeout(250);
    const isBusy = await page.locator('.learn-doing').isVisible();
    if (isBusy || (await layer(page).count()) === 0) since = Date.now();
    if (Date.now() > end) throw new Error('It learns without an end');
  }
}
