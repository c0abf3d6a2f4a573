/** What a first visit downloads before it has read a photo: whatever else there is waits. */
import { FIRST_VISIT_KB, kilobytes, watchScripts } from '../../scripts/lib/firstVisit.mjs';
import { expect, test } from './base.ts';
import { engineReady, untilDone } from './readScreen.ts';

test.use({ serviceWorkers: 'block' });

test(`a first reading costs at most ${FIRST_VISIT_KB} KB of JavaScript`, async ({
  page,
  context,
}) => {
  const watched = watchScripts(context);
  await page.goto('./');
  await engineReady(page);
  await watched.awaitReading(page);
  await page.locator('.sample').first().click();
  await untilDone(page);
  const scripts = await watched.measure(page);
  const ours = scripts.filter(({ isRuntime, isLater }) => !isRuntime && !isLater);
  expect(ours.length).toBeGreaterThan(2); // the page, the screen, the worker
  expect(
    kilobytes(ours),
    ours.map(({ path, bytes }) => `${bytes} ${path}`).join('\n'),
  ).toBeLessThanOrEqual(FIRST_VISIT_KB);
});
