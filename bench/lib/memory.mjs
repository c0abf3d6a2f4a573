/** What the browser's tabs hold, from /proc: heap counters miss bitmaps and wasm. Linux only. */
import { readFileSync } from 'node:fs';

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
