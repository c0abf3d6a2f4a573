/** What the browser's tabs hold, from /proc: heap counters miss bitmaps and wasm. Linux only. */
import { readFileSync } from 'node:fs';

const LOOK_EVERY_MS = 500;

/** @param {import('@playwright/test').Browser} browser @returns {Promise<number[]>} process ids */
export async function renderers(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

/** @param {readonly number[]} pids @returns {number} their proportional set size together */
export function pssMb(pids) {
  let kb = 0;
  for (const pid of pids) {
    try {
      const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
      kb += Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0);
    } catch {
      // a helper renderer has ended since it was listed
    }
  }
  return kb / 1024;
}

/**
 * What the tabs hold while something goes on, MB: looked at twice a second and at its end; empty where
 * there is no /proc.
 * @param {import('@playwright/test').Browser} browser @param {() => Promise<unknown>} work
 * @returns {Promise<number[]>}
 */
export async function watchMemory(browser, work) {
  if (process.platform !== 'linux') {
    await work();
    return [];
  }
  let running = true;
  /** @type {number[]} */
  const seen = [];
  const look = async () => seen.push(pssMb(await renderers(browser)));
  const watch = (async () => {
    while (running) {
      await look();
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  })();
  try {
    await work();
    await look();
  } finally {
    // Else it would ask a browser that is closed by then, and its error hide the first one.
    running = false;
    await watch;
  }
  return seen;
}
