/** What counts as the person's first input; also what a test or an assistive tool sets. */
const INPUTS = ['pointerdown', 'keydown', 'input', 'change', 'paste', 'drop', 'dragenter'] as const;

/** @returns a question: is the page still untouched? Listens until the first input. */
export function watchForInput(target: Document): () => boolean {
  const stop = new AbortController();
  for (const type of INPUTS) {
    target.addEventListener(type, () => stop.abort(), { capture: true, signal: stop.signal });
  }
  return () => !stop.signal.aborted;
}
