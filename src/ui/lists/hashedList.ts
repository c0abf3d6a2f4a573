/**
 * Plates kept as salted hashes only: nobody who opens this browser can read the list. A plate has
 * little entropy, so a determined thief with the salt could still try all plates; the hash keeps
 * honest eyes out, and the screens say so.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, randomBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { nearTexts } from '../../core/near.ts';
import { normalisePlateText } from '../../core/plateText.ts';

export interface HashedList {
  /** Random, hex; of this list only. */
  readonly salt: string;
  readonly hashes: readonly string[];
}

/** How a text stands to a list: on it, a misreading away from a plate on it, or neither. */
export type Match = '' | 'match' | 'near-match';

export const EMPTY_HASHED_LIST: HashedList = { salt: '', hashes: [] };

function hashOf(text: string, salt: string): string {
  return bytesToHex(sha256(utf8ToBytes(`${salt}:${text}`)));
}

/** The list with these normalised texts added. */
export function withHashes(list: HashedList, texts: readonly string[]): HashedList {
  const salt = list.salt || bytesToHex(randomBytes(16));
  const hashes = new Set(list.hashes);
  for (const text of texts) hashes.add(hashOf(text, salt));
  return { salt, hashes: [...hashes] };
}

/** The list without this plate, in any spelling. */
export function withoutHash(list: HashedList, input: string): HashedList {
  const hash = hashOf(normalisePlateText(input), list.salt);
  return { ...list, hashes: list.hashes.filter((other) => other !== hash) };
}

export function matchIn(list: HashedList, text: string): Match {
  if (list.hashes.length === 0 || text === '') return '';
  const known = new Set(list.hashes);
  if (known.has(hashOf(text, list.salt))) return 'match';
  // Short texts are near to everything.
  if (text.length < 4) return '';
  return nearTexts(text).some((near) => known.has(hashOf(near, list.salt))) ? 'near-match' : '';
}
