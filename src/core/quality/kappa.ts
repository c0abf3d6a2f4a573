/** Agreement beyond chance between two passes over the same things. */

/** Cohen's kappa of two answers apiece; null where both always gave one and the same, or nothing. */
export function cohensKappa(pairs: readonly (readonly [string, string])[]): number | null {
  if (pairs.length === 0) return null;
  const first = new Map<string, number>();
  const second = new Map<string, number>();
  let same = 0;
  for (const [a, b] of pairs) {
    if (a === b) same++;
    first.set(a, (first.get(a) ?? 0) + 1);
    second.set(b, (second.get(b) ?? 0) + 1);
  }
  let byChance = 0;
  for (const [answer, count] of first)
    byChance += (count * (second.get(answer) ?? 0)) / pairs.length;
  const expected = byChance / pairs.length;
  return expected >= 1 ? null : (same / pairs.length - expected) / (1 - expected);
}

/**
 * Characters of two texts side by side, as an alignment of least edits pairs them; `_` for a character
 * that the other text lacks.
 */
export function alignedCharacters(a: string, b: string): [string, string][] {
  const width = b.length + 1;
  const cost = new Uint16Array((a.length + 1) * width);
  for (let i = 0; i <= a.length; i++) {
    for (let j = 0; j <= b.length; j++) {
      if (i === 0 || j === 0) cost[i * width + j] = i + j;
      else {
        const both = (cost[(i - 1) * width + j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
        const one = Math.min(
          cost[(i - 1) * width + j] as number,
          cost[i * width + j - 1] as number,
        );
        cost[i * width + j] = Math.min(both, one + 1);
      }
    }
  }
  const pairs: [string, string][] = [];
  for (let i = a.length, j = b.length; i > 0 || j > 0; ) {
    const here = cost[i * width + j] as number;
    const step = i > 0 && j > 0 && a[i - 1] === b[j - 1] ? 0 : 1;
    if (i > 0 && j > 0 && cost[(i - 1) * width + j - 1] === here - step) {
      pairs.push([a[--i] as string, b[--j] as string]);
    } else if (i > 0 && cost[(i - 1) * width + j] === here - 1) pairs.push([a[--i] as string, '_']);
    else pairs.push(['_', b[--j] as string]);
  }
  return pairs.reverse();
}
