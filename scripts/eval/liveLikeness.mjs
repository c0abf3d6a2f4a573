/** Whether a text that was read is of a plate that is known. */

/** Characters that a fragment needs, so that it is not one that any plate could leave. */
const SHORTEST_FRAGMENT = 3;

/**
 * At most half of the truth's length in edits, or one holding the other: a plate that is cut off, or
 * of whose two rows one was read, is still the same plate.
 * @param {string} plate @param {string} truth
 */
export function isLike(plate, truth) {
  if (editDistance(plate, truth) <= truth.length / 2) return true;
  const holds = plate.includes(truth) || truth.includes(plate);
  return holds && Math.min(plate.length, truth.length) >= SHORTEST_FRAGMENT;
}

/**
 * As in `src/core/plateText.ts`, which Node cannot import; a test holds them together.
 * @param {string} a @param {string} b
 */
export function editDistance(a, b) {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
