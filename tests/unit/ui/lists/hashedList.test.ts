import { describe, expect, it } from 'vitest';
import {
  EMPTY_HASHED_LIST,
  matchIn,
  withHashes,
  withoutHash,
} from '../../../../src/ui/lists/hashedList.ts';

describe('a list of hashes', () => {
  it('finds its plates, and near ones as near', () => {
    const list = withHashes(EMPTY_HASHED_LIST, ['AB123CD', 'XY99', 'QQ1234']);
    expect(['AB123CD', 'AB128CD', 'AB12CD', 'AB128CE', ''].map((t) => matchIn(list, t))).toEqual([
      ...['match', 'near-match', 'near-match', '', ''],
    ]);
  });

  it('keeps no text, and another salt for another list', () => {
    const one = withHashes(EMPTY_HASHED_LIST, ['AB123CD']);
    const other = withHashes(EMPTY_HASHED_LIST, ['AB123CD']);
    expect(JSON.stringify(one)).not.toContain('AB123CD');
    expect(one.hashes[0]).not.toBe(other.hashes[0]);
  });

  it('takes a plate off, and adds none twice', () => {
    const list = withHashes(EMPTY_HASHED_LIST, ['AB123CD', 'XY99ZZ']);
    expect(withHashes(list, ['AB123CD'])).toEqual(list);
    const shorter = withoutHash(list, 'ab 123cd');
    expect(matchIn(shorter, 'AB123CD')).toBe('');
    expect(withoutHash(shorter, 'AB123CD')).toEqual(shorter);
  });

  it('calls nothing near to a short text', () => {
    const list = withHashes(EMPTY_HASHED_LIST, ['AB1']);
    expect([matchIn(list, 'AB2'), matchIn(list, 'AB1')]).toEqual(['', 'match']);
  });
});
