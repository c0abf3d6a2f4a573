import { describe, expect, it } from 'vitest';
import { statusLine } from '../../../../src/ui/learn/words.ts';

describe('the line of learning', () => {
  it('says what the first step is to who has answered nothing', () => {
    expect(statusLine('learning', null, false)).toContain('ten are the first step');
  });

  it('does not say so after a reload, while photos are read by what was learnt', () => {
    expect(statusLine('learning', null, true)).toBe('Looking up what was learnt …');
    expect(statusLine('off', null, true)).toContain('Learning is off');
  });
});
