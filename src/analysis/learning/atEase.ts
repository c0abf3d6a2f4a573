/** Long reckoning in a worker that still answers. */

/** As long as an edit may wait. */
const BREATHE_MS = 50;

/** Runs steps, letting messages in between; undefined once stopped. */
export async function atEase<T>(
  steps: Iterator<number, T>,
  breathe: () => Promise<void>,
  onStep?: (share: number) => void,
): Promise<T>;
export async function atEase<T>(
  steps: Iterator<number, T>,
  breathe: () => Promise<void>,
  onStep: (share: number) => void,
  isStopped: () => boolean,
): Promise<T | null>;
export async function atEase<T>(
  steps: Iterator<number, T>,
  breathe: () => Promise<void>,
  onStep: (share: number) => void = () => undefined,
  isStopped: () => boolean = () => false,
): Promise<T | null> {
  let last = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - last < BREATHE_MS) continue;
    last = performance.now();
    onStep(step.value);
    await breathe();
    if (isStopped()) return null;
  }
}
