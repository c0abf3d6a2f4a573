import '../../store/fakeBrowser.ts';
import { expect, test } from 'vitest';
import { isAbout } from '../../../../src/ui/quality/suspicious.ts';

test('an answer that is taken back is about one plate of its photo, not about all', () => {
  expect(isAbout('text s1 p1 AB12', 's1', 'p1')).toBe(true);
  expect(isAbout('text s1 p1 AB12', 's1', 'p2')).toBe(false);
  expect(isAbout('text s1 p1 AB12', 's2', 'p1')).toBe(false);
  expect(isAbout('loose s1 p2 1,2,3,4', 's1', null)).toBe(true);
  expect(isAbout('missed s1 1,2,3,4 1,2,3,4', 's1', 'drawn-1-a')).toBe(true);
});
