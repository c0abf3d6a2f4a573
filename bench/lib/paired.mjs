/** Comparing two ways of doing the same things, each thing done both ways. */

/** @param {number} a @param {number} b @returns {number} two-sided p of a split of a + b fair coins */
export function signP(a, b) {
  const n = a + b;
  let [term, sum] = [0.5 ** n, 0];
  for (let k = 0; k <= Math.min(a, b); k++) {
    sum += term;
    term *= (n - k) / (k + 1);
  }
  return Math.min(1, 2 * sum);
}

const ROUNDS = 2000;

/**
 * The ratio of two totals, with its 95 % interval by drawing the things again.
 * @param {readonly number[]} before @param {readonly number[]} now
 */
export function ratioInterval(before, now) {
  let state = 1;
  const draw = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * before.length);
  };
  const ratios = Array.from({ length: ROUNDS }, () => {
    let [a, b] = [0, 0];
    for (let i = 0; i < before.length; i++) {
      const at = draw();
      a += before[at] ?? 0;
      b += now[at] ?? 0;
    }
    return b / a;
  }).sort((x, y) => x - y);
  const total = (/** @type {readonly number[]} */ list) =>
    list.reduce((sum, value) => sum + value, 0);
  const at = (/** @type {number} */ share) =>
    (ratios[Math.floor(share * ROUNDS)] ?? Number.NaN).toFixed(3);
  return `${(total(now) / total(before)).toFixed(3)} (95 %: ${at(0.025)}–${at(0.975)})`;
}
