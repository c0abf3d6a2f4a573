/** How long a personal last layer takes, in the page, to be learnt anew after ten answers more. */
import { buildEval } from '../scripts/eval/build.mjs';
import { openEvalPage } from '../scripts/eval/openPage.mjs';

/** @param {(line: string) => void} report */
export default async function measure(report) {
  await buildEval();
  const page = await openEvalPage({ reader: 'own', backend: 'wasm' });
  try {
    for (const [plates, aim] of [
      [300, 2],
      [2000, 12],
    ]) {
      const { first, next, learnt } = await page.call('refitSeconds', plates);
      report(
        `${learnt} plates of 8 views: ${next.toFixed(2)} s begun at the fit before (aim: at most ${aim}), ${first.toFixed(2)} s from the shipped layer`,
      );
    }
  } finally {
    await page.close();
  }
}
