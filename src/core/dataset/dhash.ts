/**
 * Difference hash: 64 bits that say where the picture gets brighter from left to right. Copies,
 * re-encodings and small crops of one photo differ in few bits.
 */
import { squeezedGrey } from '../luma.ts';
import type { RgbaImage } from '../types.ts';

const COLUMNS = 9;
const ROWS = 8;

/** Photos whose hashes differ in at most this many of 64 bits count as near-duplicates. */
export const NEAR_BITS = 4;

/** The hash of an upright image of any size, as 16 hex digits. */
export function dhash(image: RgbaImage): string {
  const grey = squeezedGrey(image, { width: COLUMNS, height: ROWS });
  let hex = '';
  for (let y = 0; y < ROWS; y++) {
    let byte = 0;
    for (let x = 0; x < COLUMNS - 1; x++) {
      const at = y * COLUMNS + x;
      byte = byte * 2 + ((grey[at + 1] as number) > (grey[at] as number) ? 1 : 0);
    }
    hex += byte.toString(16).padStart(2, '0');
  }
  return hex;
}

/** Bits in which two hashes differ, 0–64. */
export function hashDistance(a: string, b: string): number {
  let bits = 0;
  for (let i = 0; i < 16; i++) {
    let differing = Number.parseInt(a[i] ?? '0', 16) ^ Number.parseInt(b[i] ?? '0', 16);
    for (; differing; differing &= differing - 1) bits++;
  }
  return bits;
}

/** Bits of each band; one more band than bits may differ. */
const BANDS = [13, 13, 13, 13, 12] as const;

/**
 * Five keys of up to 13 bits. Two hashes that differ in at most `NEAR_BITS` = 4 bits share at least
 * one, so an index over these finds every near-duplicate without reading all hashes; with bytes as
 * keys an index of ten thousand photos gave hundreds of strangers for each key.
 */
export function hashBands(hash: string): string[] {
  const bits = Array.from(hash, (digit) =>
    Number.parseInt(digit, 16).toString(2).padStart(4, '0'),
  ).join('');
  let at = 0;
  return BANDS.map((length, i) => {
    const band = Number.parseInt(bits.slice(at, at + length), 2);
    at += length;
    return `${i}:${band.toString(16)}`;
  });
}

/**
 * A picture without edges (fog, a black frame) hashes to almost nothing and would be a duplicate
 * of every other; such hashes say nothing.
 */
export function isTelling(hash: string): boolean {
  const bits = hashDistance(hash, '0000000000000000');
  return bits > NEAR_BITS && bits < 64 - NEAR_BITS;
}
