/** The Live screen for measurements: a video of the sample car, and the worker seen from the page. */
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/paths.mjs';
import { joinShots, makeShot, seeded } from '../../scripts/video/simulate.mjs';

const CAR = {
  photo: join(ROOT, 'public/samples/united-kingdom.jpg'),
  size: { width: 576, height: 368 },
  plate: { x: 178, y: 147, width: 230, height: 74 },
};

/** Shots made anew; more cars than that come again. */
const SHOTS = 4;

/**
 * Writes a video of cars that stand before a shaking camera, one after the other; all are the
 * sample car. `seconds` is how long each is in view, `gapSeconds` how long there is none after it.
 * @param {string} file
 * @param {{ width: number, height: number, framesPerSecond: number, seconds: number, gapSeconds: number, cars?: number }} form
 */
export async function makeCars(file, { seconds, gapSeconds, cars = 1, ...form }) {
  const random = seeded(3);
  const shots = Array.from({ length: Math.min(cars, SHOTS) }, (_, i) => `${file}.${i}.webm`);
  for (const shot of shots) {
    const made = {
      ...CAR,
      seconds,
      plateHeight: /** @type {[number, number]} */ ([form.height / 12, form.height / 10]),
      place: {
        x: /** @type {[number, number]} */ ([0.45, 0.55]),
        y: /** @type {[number, number]} */ ([0.5, 0.52]),
      },
      shake: 0.002,
      defocus: 0,
    };
    await makeShot(made, form, random, shot);
  }
  const order = Array.from({ length: cars }, (_, i) => shots[i % shots.length] ?? '');
  await joinShots(order, form, gapSeconds, file);
}

/** Opens a video and waits until it runs. @param {import('@playwright/test').Page} page @param {string} file */
export async function openVideo(page, file) {
  await page.getByTestId('video-input').setInputFiles(file);
  await page.locator('[data-testid=live-status][data-state=running]').waitFor({ timeout: 60_000 });
}

/** In the page, before it loads: remembers the vision workers it starts. */
export function rememberWorkers() {
  const page = /** @type {any} */ (globalThis);
  page.visionWorkers = [];
  const Original = page.Worker;
  page.Worker = class extends Original {
    /** @param {string | URL} url @param {WorkerOptions} [options] */
    constructor(url, options) {
      super(url, options);
      if (options?.name === 'platewheel-vision') page.visionWorkers.push(this);
    }
  };
}

/**
 * In the page: asks the newest vision worker for bare runs, in Comlink's own words.
 * @param {{ inputSize: number, runs: number }} wish @returns {Promise<number>} milliseconds of a run
 */
export function bareRun({ inputSize, runs }) {
  const worker = /** @type {any} */ (globalThis).visionWorkers.at(-1);
  const id = `bench-${Math.random()}`;
  return new Promise((resolve, reject) => {
    const answered = (/** @type {MessageEvent} */ event) => {
      if (event.data?.id !== id) return;
      worker.removeEventListener('message', answered);
      const outcome = event.data.value;
      if (outcome?.ok) resolve(outcome.value / runs);
      else reject(new Error(outcome?.failure?.message ?? 'no answer'));
    };
    worker.addEventListener('message', answered);
    const argumentList = [inputSize, runs].map((value) => ({ type: 'RAW', value }));
    worker.postMessage({ id, type: 'APPLY', path: ['timeDetector'], argumentList });
  });
}

/** The numbers under the picture. @param {import('@playwright/test').Page} page */
export async function liveNumbers(page) {
  const values = await page
    .getByTestId('live-numbers')
    .evaluate((element) => ({ .../** @type {HTMLElement} */ (element).dataset }));
  return /** @type {Record<string, number>} */ (
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Number(value)]))
  );
}

/** Sets options of the Live screen. @param {import('@playwright/test').Page} page
 * @param {{ readAll?: boolean, everyFrame?: boolean, size?: string, pace?: string }} wish */
export async function setLive(
  page,
  { readAll = false, everyFrame = false, size = 'Automatic', pace },
) {
  await page.getByTestId('live-options').click();
  await page.getByRole('radio', { name: size, exact: true }).check();
  await page.getByText('For measuring').click();
  await page.getByLabel('Read every frame’s plate').setChecked(readAll);
  await page.getByLabel('Detect on every frame').setChecked(everyFrame);
  await page.getByRole('button', { name: 'Close' }).click();
  if (pace) await page.getByLabel('Speed').selectOption({ label: pace });
}
