/** How many rows a plate has, from where its characters stand. */

/** A new row begins where the next character stands farther left and lower by so much of the crop. */
const BACK = 0.02;
const DOWN = 0.1;

/**
 * @param places `[slots, 2]`: x and y of each slot's character in the crop, 0–1.
 * @param written which slots hold a character.
 * @returns 1 or 2, or null when nothing is written. A row that runs downhill stays one: its
 * characters go on to the right.
 */
export function plateRows(places: Float32Array, written: readonly boolean[]): 1 | 2 | null {
  const slots = written.flatMap((yes, slot) => (yes ? [slot] : []));
  if (slots.length === 0) return null;
  const x = (slot: number) => places[slot * 2] as number;
  const y = (slot: number) => places[slot * 2 + 1] as number;
  const begins = slots.some((slot, i) => {
    const before = slots[i - 1];
    return before !== undefined && x(before) - x(slot) > BACK && y(slot) - y(before) > DOWN;
  });
  return begins ? 2 : 1;
}
