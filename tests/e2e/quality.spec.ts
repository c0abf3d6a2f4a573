import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { expect, test } from './base.ts';
import {
  GERMANY,
  importZip,
  openDataset,
  unzip,
  withExif,
  yoloZip,
  zipOf,
} from './flywheelTools.ts';

const jpeg = (name: string) => readFileSync(`public/samples/${name}.jpg`);
const PANELS = [
  'conditions',
  'map',
  'balance',
  'text',
  'duplicates',
  'leaks',
  'suspicious',
  'doubt',
  'agreement',
  'report',
];
const HEADER = 'file,x,y,width,height,text,rows,region';

/** Three real photos and a copy: one text wrong (B for 8), one box beside its plate, one plate left out. */
const FAULTY = () =>
  zipOf({
    'images/germany.jpg': GERMANY,
    'images/copy.jpg': withExif(GERMANY, 1, 'again'),
    'images/uk.jpg': jpeg('united-kingdom'),
    'images/india.jpg': jpeg('india'),
    'images/three.jpg': jpeg('indonesia-three'),
    'annotations.csv': [
      HEADER,
      'images/germany.jpg,121,214,230,96,DDKY612,1,de',
      'images/copy.jpg,121,214,230,96,DDKY612,1,de',
      'images/uk.jpg,178,147,230,74,LG12FXE,1,gb',
      'images/india.jpg,135,117,189,102,KA05MG1909,1,in',
      'images/three.jpg,405,147,37,15,AB4131ME,1,id',
      '',
    ].join('\n'),
  });

async function measured(page: Page): Promise<void> {
  await page.goto('./#/quality');
  await expect(page.getByTestId('quality-status')).toHaveAttribute('data-state', 'done', {
    timeout: 240_000,
  });
}

const tile = (page: Page, measure: string) =>
  page.locator(`[data-testid=quality-tile][data-measure=${measure}]`);

test('without photos it says what to do', async ({ page }) => {
  await page.goto('./#/quality');
  await expect(page.getByTestId('quality-status')).toHaveAttribute('data-state', 'empty');
  await expect(page.getByRole('link', { name: 'Read photos' })).toBeVisible();
  await expectAccessible(page);
});

test('one photo is enough for every part of the screen', async ({ page }) => {
  test.setTimeout(360_000);
  await openDataset(page);
  await importZip(
    page,
    'one.zip',
    zipOf({
      'images/a.jpg': GERMANY,
      'annotations.csv': `${HEADER}\nimages/a.jpg,121,214,230,96,DDKY612,1,de\n`,
    }),
  );
  await measured(page);
  await expect(tile(page, 'samples')).toHaveAttribute('data-count', '1');
  await expect(tile(page, 'duplicates')).toHaveAttribute('data-count', '0');
  for (const panel of PANELS) {
    await page.goto(`./#/quality/${panel}`);
    await expect(page.locator('.quality')).not.toContainText(/NaN|Infinity|undefined/);
  }
});

test('finds what is wrong, and it is mended from here', async ({ page }) => {
  test.setTimeout(480_000);
  await openDataset(page);
  await importZip(page, 'faulty.zip', FAULTY());
  await measured(page);
  await expect(tile(page, 'duplicates')).toHaveAttribute('data-count', '1');
  await expect(tile(page, 'unlabelled')).toHaveAttribute('data-count', '0');
  await expect(page.getByTestId('quality-todo').first()).toBeVisible();
  await expectAccessible(page);

  await page.goto('./#/quality/text');
  await expect(page.getByRole('heading', { name: 'Taken for another' })).toBeVisible();
  await page.goto('./#/quality/suspicious');
  const kinds = page.getByTestId('finding');
  await page.getByText(/As a list/).click();
  expect(new Set(await kinds.evaluateAll((rows) => rows.map((row) => row.dataset.kind)))).toEqual(
    new Set(['text', 'loose', 'missed']),
  );
  await expectAccessible(page);

  // What the list of things to do asked for comes first.
  const shown = page.getByTestId('suspicious');
  for (const [button, kind] of [
    ['Straighten', 'loose'],
    ['Check', 'text'],
  ] as const) {
    await page.goto('./#/quality');
    const todo = page
      .getByTestId('quality-todo')
      .getByRole('button', { name: button, exact: true });
    await todo.first().click();
    await expect(shown).toHaveAttribute('data-kind', kind);
  }
  // One key takes what was read.
  await expect(shown).toContainText('LG12FXE');
  await expect(shown.locator('mark')).toHaveText('E');
  // To take what is given is to keep it; the field lets go of the keys, also by Esc.
  const text = shown.getByLabel('What it should be');
  await text.fill('lg12 fxe');
  await text.press('Enter');
  await expect(page.getByTestId('suspicious-precision')).toContainText('0 were truly wrong');
  await expect(shown.locator('input:focus')).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(shown).toContainText('LG12FXE');
  await text.focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('f');
  await expect(page.getByTestId('suspicious-precision')).toContainText('1 was truly wrong');
  await expect(page.locator('[data-testid=finding][data-kind=text]')).toHaveCount(0);
  // Undo takes it back, to be asked again; redo takes what was read after all.
  await page.keyboard.press('Control+z');
  await expect(page.locator('[data-testid=finding][data-kind=text]')).toHaveCount(1, {
    timeout: 30_000,
  });
  await expect(page.getByTestId('suspicious-precision')).toBeHidden();
  await page.keyboard.press('Control+Shift+z');
  await expect(page.locator('[data-testid=finding][data-kind=text]')).toHaveCount(0, {
    timeout: 30_000,
  });

  // Keeping a label is taken back in its turn, and nothing that was said before.
  const left = page.getByText(/^\d+ labels? left$/);
  const before = (await left.textContent()) ?? '';
  await page.keyboard.press('k');
  await expect(left).not.toHaveText(before);
  await page.keyboard.press('Control+z');
  await expect(left).toHaveText(before);
  await expect(page.locator('[data-testid=finding][data-kind=text]')).toHaveCount(0);
  await page.keyboard.press('Control+Shift+z');
  await expect(left).not.toHaveText(before);
  await page.keyboard.press('Control+z');
  await expect(left).toHaveText(before);

  // A copy goes, and the photo that is kept stays.
  await page.goto('./#/quality/duplicates');
  await expectAccessible(page);
  await page.getByRole('button', { name: /Keep the best, delete 1 copy/ }).click();
  await expect(page.getByText('No two photos show the same picture.')).toBeVisible();
  await page.goto('./#/quality');
  await expect(tile(page, 'samples')).toHaveAttribute('data-count', '4');

  // What is ignored stays ignored.
  const ignore = page
    .getByTestId('quality-todo')
    .first()
    .getByRole('button', { name: /^Ignore/ });
  const name = await ignore.getAttribute('aria-label');
  await ignore.click();
  await expect(page.getByRole('button', { name: name ?? '' })).toHaveCount(0);
  await page.reload();
  await measured(page);
  await expect(page.getByRole('button', { name: name ?? '' })).toHaveCount(0);

  // A figure opens its samples.
  await tile(page, 'suspicious')
    .getByRole('button', { name: /In Dataset|Open in Dataset/ })
    .click();
  await expect(page.getByTestId('narrowed')).toContainText('Suspicious labels');
  await expect(page.getByTestId('sample-count')).toContainText('of 4');
  // Whatever was searched for in Dataset before.
  const count = await page.getByTestId('sample-count').textContent();
  await page.locator('#sample-search').fill('nothing is called so');
  await expect(page.getByTestId('sample-count')).toContainText(/^0 of/);
  await page.goto('./#/quality');
  await tile(page, 'suspicious')
    .getByRole('button', { name: /In Dataset|Open in Dataset/ })
    .click();
  await expect(page.getByTestId('sample-count')).toHaveText(count ?? '');
});

test('going through what was chosen on the map leads back to it', async ({ page }) => {
  test.setTimeout(240_000);
  await openDataset(page);
  await importZip(page, 'faulty.zip', FAULTY());
  await measured(page);
  await page.goto('./#/quality/map');
  await page
    .getByRole('button', { name: /^Choose all of/ })
    .first()
    .click();
  const chosen = page.getByRole('heading', { name: /^\d+ photos? chosen$/ });
  const before = (await chosen.textContent()) ?? '';
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await expect(page.getByTestId('review-status')).toBeVisible();
  await page.getByRole('button', { name: 'Back to Similar photos' }).click();
  await expect(chosen).toHaveText(before);
});

test('every part is accessible, in the dark and on a small phone; the dataset tells its quality', async ({
  page,
}) => {
  test.setTimeout(480_000);
  await openDataset(page);
  await importZip(page, 'faulty.zip', FAULTY());
  await measured(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await page.emulateMedia({ colorScheme: 'dark' });
  for (const panel of PANELS) {
    await page.goto(`./#/quality/${panel}`);
    await expect(page.locator('.quality-nav [aria-current=page]')).toHaveAttribute(
      'href',
      `#/quality/${panel}`,
    );
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await expect.poll(overflow, panel).toBeLessThanOrEqual(0); // charts settle first
    await expectAccessible(page);
  }
  await page.goto('./#/quality/map');
  const map = page.getByTestId('quality-map');
  await expect(map).toHaveAttribute('data-points', '5');
  await page.getByText('As a table, the most unusual first').click();
  await page.getByRole('checkbox', { name: 'Choose images/uk.jpg' }).check();
  await expect(page.getByRole('heading', { name: '1 photo chosen' })).toBeVisible();

  await page.setViewportSize({ width: 1280, height: 800 });
  await openDataset(page);
  await page.getByRole('button', { name: 'Export dataset' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click();
  const files = await unzip(readFileSync(await (await download).path()));
  const card = JSON.parse(new TextDecoder().decode(files.get('quality.json')));
  expect(card).toMatchObject({ type: 'platewheel-quality', counts: { samples: 5, seen: 5 } });
  expect(new TextDecoder().decode(files.get('weights.csv'))).toMatch(
    /^source_sha256,weight,kind\n/,
  );
});

test('from Learning each of the three queues is a click away, and asks in its own order', async ({
  page,
}) => {
  await openDataset(page);
  const names = ['germany', 'united-kingdom', 'india', 'indonesia-three'];
  const photos = names.map((name) => ({ name, jpeg: jpeg(name), lines: null }));
  await importZip(page, 'photos.zip', yoloZip(photos));
  await page.getByTestId('read-now').click();
  const tiles = page.getByRole('listbox', { name: 'Photos' }).getByRole('option');
  await expect(tiles.filter({ hasText: /[A-Z0-9]{5,}/ })).toHaveCount(4, { timeout: 80_000 });
  const choose = async (queue: string) => {
    await page.goto('./#/quality/learning');
    await page
      .getByRole('button', { name: queue })
      .or(page.getByRole('link', { name: queue }))
      .click();
  };

  // The reading most likely to be wrong comes first.
  await choose('Most doubtful results');
  await expect(page.getByTestId('review-card')).toContainText('indonesia-three.jpg');
  await choose('Teach me');
  await expect(page.getByTestId('teach-queue')).toHaveAttribute('data-left', '4');
  await expect(page.getByTestId('teach-reason')).toContainText(/Why this one: \S/);
  await page.getByRole('button', { name: 'Back to Learning' }).click();
  await expect(page).toHaveURL(/#\/quality\/learning$/);
  await page.goto('./#/dataset');

  // A label that is not what stands on its photo is looked for among the answers given.
  await importZip(page, 'faulty.zip', FAULTY());
  await measured(page);
  await choose('Find my mistakes');
  await expect(page.getByTestId('suspicious')).toBeVisible({ timeout: 60_000 });
});
