/** JavaScript that a first reading costs, file by file; `tests/e2e/first-visit.spec.ts` holds the aim. */
import { engineReady, untilDone, withApp } from '../scripts/lib/app.mjs';
import { FIRST_VISIT_KB, kilobytes, watchScripts } from '../scripts/lib/firstVisit.mjs';

/** @param {(line: string) => void} report */
export default async function measure(report) {
  const scripts = await withApp(async ({ page, browser, address }) => {
    await page.close();
    const context = await browser.newContext({ serviceWorkers: 'block' });
    const watched = watchScripts(context);
    const fresh = await context.newPage();
    await fresh.goto(address);
    await engineReady(fresh);
    await watched.awaitReading(fresh);
    await fresh.locator('.sample').first().click();
    await untilDone(fresh);
    await fresh.locator('[data-testid=plate-text]').first().waitFor();
    return watched.measure(fresh);
  });
  const ours = scripts.filter(({ isRuntime, isLater }) => !isRuntime && !isLater);
  const later = scripts.filter(({ isLater }) => isLater);
  const kb = (/** @type {readonly { bytes: number }[]} */ files) =>
    `${kilobytes(files).toFixed(1)} KB`;
  for (const file of ours) report(`${kb([file]).padStart(9)}  ${file.path}`);
  report(`${kb(ours)} brotli before the first reading (aim: ${FIRST_VISIT_KB} KB)`);
  report(`${kb(later)} more, asked for once it is there, to show and correct it`);
  report(`${kb(scripts.filter(({ isRuntime }) => isRuntime))} more of onnxruntime's JavaScript`);
}
