/** How often a batch blocks the page, beside an empty page while workers burn all cores. */
import { engineReady, enlarged, untilDone, withApp, withCopies } from '../scripts/lib/app.mjs';
import { emptyPageText, longTasksOf, longTaskText, watchLongTasks } from './lib/longTasks.mjs';

const PHOTOS = 30;

/** @param {(line: string) => void} report */
export default async function measure(report) {
  await withApp(async ({ page, browser, address }) => {
    await page.goto(address);
    await engineReady(page);
    const photo = await enlarged(page, 'germany.jpg', 12);
    const started = await withCopies(photo, PHOTOS, async (files) => {
      await watchLongTasks(page);
      const start = performance.now();
      await page.getByTestId('photo-input').setInputFiles(files);
      await untilDone(page, 300_000);
      return start;
    });
    const seconds = (performance.now() - started) / 1000;
    const batch = longTaskText(await longTasksOf(page), seconds);
    report(`batch of ${PHOTOS} photos of 12 megapixels, ${seconds.toFixed(0)} s: ${batch}`);
    report(`empty page, as long, all cores busy: ${await emptyPageText(browser, seconds)}`);
  });
}
