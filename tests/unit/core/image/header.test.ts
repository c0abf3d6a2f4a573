import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readImageHeader } from '../../../../src/core/image/header.ts';
import {
  exifSegment,
  gif,
  heif,
  isoBox,
  jpeg,
  png,
  segment,
  tiff,
  webpExtended,
  webpLossless,
  webpLossy,
} from './build.ts';

const PLENTY = 50_000_000;
const read = (bytes: number[], fileBytes = PLENTY) =>
  readImageHeader(Uint8Array.from(bytes), fileBytes);
const text = (value: string) => Array.from(new TextEncoder().encode(value));

describe('sizes', () => {
  it.each([
    ['png', png(1200, 800)],
    ['jpeg', jpeg(1200, 800)],
    ['jpeg', jpeg(1200, 800, [...segment(0xe0, [1, 2]), 0xff, ...segment(0xdb, [9])], 0xc2)],
    ['jpeg', jpeg(1200, 800, exifSegment(tiff([[0x112, 3, [6]]])))],
    ['jpeg', jpeg(1200, 800, [...segment(0xc4, [0, 9, 0, 9, 0, 9]), ...segment(0xcc, [0])])],
    // Stray bytes between segments, as webcams write them.
    ['jpeg', jpeg(1200, 800, [...segment(0xe0, [1, 2]), 7, 0, 0xff, 0x00, 9])],
    ['gif', gif(1200, 800)],
    ['webp', webpLossy(1200, 800)],
    ['webp', webpLossless(1200, 800)],
    ['webp', webpExtended(1200, 800)],
    ['avif', heif('avif', [[1200, 800]])],
    [
      'heic',
      heif('heic', [
        [512, 512],
        [1200, 800],
        [320, 240],
      ]),
    ],
  ])('%s', (kind, bytes) => {
    expect(read(bytes)).toEqual({ ok: true, kind, size: { width: 1200, height: 800 } });
  });

  it('reads the largest sizes each format can say', () => {
    expect(read(jpeg(65535, 1))).toMatchObject({ size: { width: 65535, height: 1 } });
    expect(read(webpLossless(16384, 6000))).toMatchObject({ size: { width: 16384 } });
    expect(read(png(100_000_000, 1))).toMatchObject({ size: { width: 100_000_000 } });
  });
});

describe('refusals', () => {
  it.each([
    ['empty', [], 0],
    ['too-large', png(20_000, 20_000), PLENTY],
    ['too-large', jpeg(65535, 65535), PLENTY],
    ['too-large', webpExtended(16_000, 16_000), PLENTY],
    ['too-large', heif('avif', [[10_001, 10_000]]), PLENTY],
    ['not-an-image', text('Dear diary, this is no photo.'), 29],
    ['not-an-image', text('<svg xmlns="http://www.w3.org/2000/svg"/>'), 41],
    ['not-an-image', [0, 1, 2, 3, 4, 5, 6, 7], PLENTY],
    ['not-an-image', isoBox('ftyp', text('isommp42')), PLENTY],
    ['unsupported', text('BM......'), PLENTY],
    ['unsupported', [0x49, 0x49, 42, 0, 8, 0, 0, 0], PLENTY],
    ['truncated', png(0, 10), PLENTY],
    ['truncated', [0xff, 0xd8, 0xff, 0xd9], 4],
    ['truncated', [0xff, 0xd8, 0x12, 0x34, 5, 6], 6],
    ['truncated', [0xff, 0xd8, 0xff, 0xe0, 0, 1, 0, 0], PLENTY],
    ['truncated', webpLossy(10, 10).with(23, 0), PLENTY],
  ])('%s', (code, bytes, fileBytes) => {
    expect(read(bytes as number[], fileBytes as number)).toMatchObject({ ok: false, code });
  });

  it('says what kind of stranger it met', () => {
    const detail = (bytes: number[]) => (read(bytes) as { detail: string }).detail;
    expect(detail(text('<?xml version="1.0"?>\n<!-- hi -->\n<svg width="3">'))).toMatch(/SVG/);
    expect(detail(text('\ufeff  <svg>'))).toMatch(/SVG/);
    expect(detail(text('%PDF-1.7'))).toMatch(/PDF/);
    expect(detail(text('hello'))).toMatch(/text/);
    expect(detail(isoBox('ftyp', text('qt  ')))).toMatch(/video/);
    expect(detail([7, 0, 1, 2])).toMatch(/no picture format/);
  });

  it('allows exactly 100 megapixels', () => {
    expect(read(png(10_000, 10_000))).toMatchObject({ ok: true });
    expect(read(png(10_001, 10_000))).toMatchObject({ ok: false, code: 'too-large' });
  });
});

describe('headers that promise more than the file holds', () => {
  it('refuses a JPEG of 2 KB that claims 64 megapixels', () => {
    expect(read(jpeg(8000, 8000), 2048)).toMatchObject({ ok: false, code: 'truncated' });
    expect(read(jpeg(8000, 8000), 8000 * 16)).toMatchObject({ ok: true });
  });

  it('refuses a PNG below the limit of its compression, by colour type and depth', () => {
    expect(read(png(5000, 5000), 20_000)).toMatchObject({ ok: false, code: 'truncated' });
    expect(read(png(5000, 5000, 3, 1), 20_000)).toMatchObject({ ok: true });
  });
});

describe('files given in part', () => {
  it('asks for more instead of guessing, and never beyond the end', () => {
    const whole = [
      jpeg(40, 30, exifSegment(tiff([[0x112, 3, [6]]]))),
      png(40, 30),
      webpExtended(40, 30),
      gif(40, 30),
      heif('heic', [[40, 30]]),
    ];
    for (const file of whole) {
      for (let length = 16; length < file.length; length++) {
        const part = read(file.slice(0, length), file.length);
        expect(part.ok === 'more' || part.ok === true, JSON.stringify(part)).toBe(true);
        expect(read(file.slice(0, length), length).ok).not.toBe('more');
      }
    }
  });

  it('survives any bytes', () => {
    const heads = fc.constantFrom<number[]>(
      [0xff, 0xd8],
      [0x89, 0x50, 0x4e, 0x47],
      gif(1, 1),
      webpLossy(9, 9),
      heif('avif', []),
      [],
    );
    fc.assert(
      fc.property(heads, fc.uint8Array({ maxLength: 300 }), (head, tail) => {
        const bytes = [...head, ...tail];
        const result = read(bytes, bytes.length);
        if (result.ok === true) {
          expect(result.size.width * result.size.height).toBeGreaterThan(0);
          expect(result.size.width * result.size.height).toBeLessThanOrEqual(100_000_000);
        }
        expect(result.ok).not.toBe('more');
      }),
      { numRuns: 500 },
    );
  });
});
