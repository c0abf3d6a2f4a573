/** How fast one works: events a minute over the last few minutes. */

const WINDOW_MS = 3 * 60_000;

export interface Pace {
  count(): void;
  perMinute(): number;
}

/** @param now a steady clock in milliseconds */
export function createPace(now: () => number): Pace {
  const started = now();
  let times: number[] = [];
  return {
    count() {
      times.push(now());
    },
    perMinute() {
      const at = now();
      times = times.filter((time) => at - time < WINDOW_MS);
      // The first seconds say little; ten of them are the least a rate is taken over.
      const span = Math.max(10_000, Math.min(WINDOW_MS, at - started));
      return (times.length * 60_000) / span;
    },
  };
}
