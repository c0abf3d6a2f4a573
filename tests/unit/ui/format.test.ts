import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileStem, truncateMiddle } from '../../../src/ui/components/fileName.ts';
import {
  ageText,
  bytesText,
  durationText,
  percentText,
  rateText,
  timeLeftText,
} from '../../../src/ui/format/numbers.ts';

describe('numbers in words', () => {
  it.each([
    [rateText(50), '20 photos/s'],
    [rateText(555), '1.8 photos/s'],
    [rateText(5_000), '12 photos/min'],
    [rateText(20_000), '3.0 photos/min'],
    [timeLeftText(0), '1 s left'],
    [timeLeftText(41_200), '45 s left'],
    [timeLeftText(91_000), '2 min left'],
    [timeLeftText(4_800_000), '80 min left'],
    [timeLeftText(7_260_000), '2 h 1 min left'],
    [durationText(739.6), '740 ms'],
    [durationText(1_240), '1.24 s'],
    [percentText(0.9996), '99.9 %'],
    [percentText(0.9904), '99 %'],
    [percentText(1), '100 %'],
    [percentText(0.615), '62 %'],
    [bytesText(999), '999 B'],
    [bytesText(4_120_000), '4.1 MB'],
  ])('%s', (text, expected) => {
    expect(text).toBe(expected);
  });
});

describe('ageText', () => {
  it.each([
    [20_000, 'just now'],
    [60_000, '1 minute ago'],
    [40 * 60_000, '40 minutes ago'],
    [5 * 3_600_000, '5 hours ago'],
    [12 * 86_400_000, '12 days ago'],
  ])('%i ms', (ms, text) => {
    expect(ageText(ms)).toBe(text);
  });
});

describe('truncateMiddle', () => {
  it('keeps start and end', () => {
    expect(truncateMiddle('IMG_20240517_093012_holiday.jpg', 15)).toBe('IMG_202…day.jpg');
    expect(truncateMiddle('short.jpg', 15)).toBe('short.jpg');
  });

  it('never cuts a character in two and never exceeds the limit', () => {
    const segments = (text: string) => Array.from(new Intl.Segmenter().segment(text));
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 80 }),
        fc.integer({ min: 5, max: 40 }),
        (name, max) => {
          const cut = truncateMiddle(name, max);
          if (segments(name).length <= max) expect(cut).toBe(name);
          else {
            const [head = '', tail = ''] = cut.split('…');
            if (!name.includes('…'))
              expect(name.startsWith(head) && name.endsWith(tail)).toBe(true);
          }
          expect(cut.isWellFormed?.() ?? true).toBe(true);
        },
      ),
    );
  });
});

describe('fileStem', () => {
  it.each([
    ['folder/car.jpg', 'car'],
    ['"><img src=x onerror=alert(1)>.jpg', '___img src=x onerror=alert(1)_'],
    ['a\u202Egpj.exe', 'a_gpj'],
    ['..', 'photo'],
    ['', 'photo'],
    ['new\nline.png', 'new_line'],
  ])('%j becomes %j', (path, stem) => {
    expect(fileStem(path)).toBe(stem);
  });
});
