/**
 * Plates to look out for, kept as salted hashes only: nobody who opens this browser can read the
 * list. A plate has little entropy, so a determined thief with the salt could still try all plates;
 * the hash keeps honest eyes out, and the Live screen says so.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, randomBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { WatchMark } from '../../core/live/log.ts';
import { nearTexts } from '../../core/live/near.ts';
import { normalisePlateText } from '../../core/plateText.ts';

export interface WatchList {
  /** Random, hex; of this list only. */
  readonly salt: string;
  readonly hashes: readonly string[];
}

export const EMPTY_WATCH_LIST: WatchList = { salt: '', hashes: [] };

function hashOf(text: string, salt: string): string {
  return bytesToHex(sha256(utf8ToBytes(`${salt}:${text}`)));
}

/** The list with these plates (any spelling, separated by commas, semicolons or lines) added. */
export function withPlates(list: WatchList, input: string): { list: WatchList; added: number } {
  const salt = list.salt || bytesToHex(randomBytes(16));
  const texts = input
    .split(/[\n,;]+/)
    .map(normalisePlateText)
    .filter((text) => text.length >= 2);
  const hashes = new Set(list.hashes);
  const before = hashes.size;
  for (const text of texts) hashes.add(hashOf(text, salt));
  return { list: { salt, hashes: [...hashes] }, added: hashes.size - before };
}

/** The list without this plate; unchanged when it was not on it. */
export function withoutPlate(
  list: WatchList,
  input: string,
): { list: WatchList; removed: boolean } {
  const hash = hashOf(normalisePlateText(input), list.salt);
  const hashes = list.hashes.filter((other) => other !== hash);
  return { list: { ...list, hashes }, removed: hashes.length < list.hashes.length };
}

/** Whether a read text is on the list, or one character away from a plate on it. */
export function watchMark(list: WatchList, text: string): WatchMark {
  if (list.hashes.length === 0 || text === '') return '';
  const known = new Set(list.hashes);
  if (known.has(hashOf(text, list.salt))) return 'match';
  // Short texts are near to everything.
  if (text.length < 4) return '';
  return nearTexts(text).some((near) => known.has(hashOf(near, list.salt))) ? 'near-match' : '';
}
