/** Processor time of what this program started, from /proc: on a busy machine it tells more than a clock. Linux only. */
import { readdirSync, readFileSync } from 'node:fs';

/** /proc counts in hundredths of a second. */
const TICK_SECONDS = 0.01;

/** Seconds so far of all processes below this one that are running now; 0 where there is no /proc. */
export function cpuSeconds() {
  if (process.platform !== 'linux') return 0;
  /** @type {Map<number, { parent: number, ticks: number }>} */
  const all = new Map();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      all.set(Number(pid), {
        parent: Number(fields[1]),
        ticks: Number(fields[11]) + Number(fields[12]),
      });
    } catch {
      // it has ended since it was listed
    }
  }
  const isOurs = (/** @type {number} */ pid) => {
    for (let at = all.get(pid)?.parent; at; at = all.get(at)?.parent)
      if (at === process.pid) return true;
    return false;
  };
  let ticks = 0;
  for (const [pid, own] of all) if (isOurs(pid)) ticks += own.ticks;
  return ticks * TICK_SECONDS;
}
