import { describe, expect, it } from 'vitest';
import {
  EMPTY_WATCH_LIST,
  watchMark,
  withoutPlate,
  withPlates,
} from '../../../../src/ui/live/watchList.ts';

describe('watch list', () => {
  it('finds plates in any spelling, and near ones as near', () => {
    const { list, added } = withPlates(EMPTY_WATCH_LIST, 'ab-123 cd, XY 99;\nQQ1234');
    expect(added).toBe(3);
    expect(watchMark(list, 'AB123CD')).toBe('match');
    expect(watchMark(list, 'AB128CD')).toBe('near-match');
    expect(watchMark(list, 'AB12CD')).toBe('near-match');
    expect(watchMark(list, 'AB128CE')).toBe('');
    expect(watchMark(list, '')).toBe('');
  });

  it('keeps no text, and another salt for another list', () => {
    const one = withPlates(EMPTY_WATCH_LIST, 'AB123CD').list;
    const other = withPlates(EMPTY_WATCH_LIST, 'AB123CD').list;
    expect(JSON.stringify(one)).not.toContain('AB123CD');
    expect(one.hashes[0]).not.toBe(other.hashes[0]);
  });

  it('takes a plate off, and adds none twice', () => {
    const { list } = withPlates(EMPTY_WATCH_LIST, 'AB123CD, XY99ZZ');
    expect(withPlates(list, 'AB 123 CD').added).toBe(0);
    const { list: shorter, removed } = withoutPlate(list, 'ab123cd');
    expect(removed).toBe(true);
    expect(watchMark(shorter, 'AB123CD')).toBe('');
    expect(withoutPlate(shorter, 'AB123CD').removed).toBe(false);
  });

  it('calls nothing near to a short text', () => {
    const { list } = withPlates(EMPTY_WATCH_LIST, 'AB1');
    expect(watchMark(list, 'AB2')).toBe('');
    expect(watchMark(list, 'AB1')).toBe('match');
  });
});
