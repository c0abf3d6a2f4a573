import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_EXIF, readExif } from '../../../../src/core/image/exif.ts';
import { exifSegment, jpeg, png, tiff } from './build.ts';

const read = (bytes: number[]) => readExif(Uint8Array.from(bytes));

const MAIN: Parameters<typeof tiff>[0] = [
  [0x0110, 2, 'Camera Model'],
  [0x0112, 3, [6]],
];
const DETAIL: Parameters<typeof tiff>[1] = [
  [0x9003, 2, '2024:05:31 14:03:59'],
  [0x9011, 2, '+02:00'],
];
const GPS: Parameters<typeof tiff>[2] = [
  [1, 2, 'S'],
  [2, 5, [33, 52, 10.5]],
  [3, 2, 'E'],
  [4, 5, [151, 12, 30]],
];

describe('readExif', () => {
  it.each(['big', 'little'] as const)('reads rotation, time and place, %s endian', (order) => {
    const exif = read(jpeg(40, 30, exifSegment(tiff(MAIN, DETAIL, GPS, order))));
    expect(exif.orientation).toBe(6);
    expect(exif.time).toBe('2024-05-31T14:03:59+02:00');
    expect(exif.place?.latitude).toBeCloseTo(-(33 + 52 / 60 + 10.5 / 3600), 9);
    expect(exif.place?.longitude).toBeCloseTo(151 + 12 / 60 + 30 / 3600, 9);
  });

  it('finds the block in a PNG chunk and a WebP chunk', () => {
    const block = tiff(MAIN);
    const letters = (t: string) => Array.from(t, (c) => c.charCodeAt(0));
    expect(read([...png(4, 4), 0, 0, 0, 9, ...letters('eXIf'), ...block]).orientation).toBe(6);
    expect(read([...letters('RIFF....WEBPEXIF'), 9, 0, 0, 0, ...block]).orientation).toBe(6);
  });

  it('falls back to the file time, and leaves out what is not there', () => {
    const exif = read(jpeg(4, 3, exifSegment(tiff([[0x0132, 2, '2020:01:02 03:04:05']]))));
    expect(exif).toEqual({ orientation: 1, time: '2020-01-02T03:04:05', place: null });
    expect(read(jpeg(4, 3))).toEqual(NO_EXIF);
    expect(read([])).toEqual(NO_EXIF);
  });

  it.each(['0000:00:00 00:00:00', '    :  :     :  :  ', 'yesterday'])(
    'no time from %s',
    (time) => {
      expect(read(exifSegment(tiff([[0x0132, 2, time]]))).time).toBeNull();
    },
  );

  it('no place from impossible or unfinished coordinates', () => {
    const place = (gps: Parameters<typeof tiff>[2]) => read(exifSegment(tiff([], [], gps))).place;
    expect(
      place([
        [2, 5, [91, 0, 0]],
        [4, 5, [0, 0, 0]],
      ]),
    ).toBeNull();
    expect(
      place([
        [2, 5, [51]],
        [4, 5, [0, 0, 0]],
      ]),
    ).toBeNull();
    expect(place([[2, 5, [51, 0, 0]]])).toBeNull();
    expect(
      place([
        [2, 5, [51, 0, 0]],
        [4, 5, [0, 30, 0]],
      ]),
    ).toEqual({ latitude: 51, longitude: 0.5 });
  });

  it('no rotation from a value out of range', () => {
    expect(read(exifSegment(tiff([[0x112, 3, [9]]]))).orientation).toBe(1);
  });

  it('survives any damage', () => {
    const file = jpeg(40, 30, exifSegment(tiff(MAIN, DETAIL, GPS)));
    fc.assert(
      fc.property(
        fc.nat(file.length - 1),
        fc.nat(255),
        fc.nat(file.length),
        (at, value, length) => {
          const { orientation } = read(file.with(at, value).slice(0, length));
          expect(orientation).toBeGreaterThanOrEqual(1);
          expect(orientation).toBeLessThanOrEqual(8);
        },
      ),
      { numRuns: 500 },
    );
  });
});
