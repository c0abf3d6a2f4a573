/** What is told of a photo's file before anything decodes it. */
import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { isCutShort } from '../../../src/inference/photoFile.ts';

const isJpegCutShort = (...parts: readonly (readonly number[])[]) => {
  const file = Uint8Array.from([[0xff, 0xd8], ...parts].flat());
  return isCutShort('jpeg', { size: file.length, bytes: async (a, b) => file.slice(a, b) });
};
const SCAN = [0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0, 4];
const END = [0xff, 0xd9];
const TABLE = [0xff, 0xdb, 0, 6, 9, 0xff, 0xd9, 9];

describe('a JPEG is cut short', () => {
  it('where no end mark follows its picture, whatever its tables hold', async () => {
    expect(await isJpegCutShort(TABLE, SCAN)).toBe(true);
    expect(await isJpegCutShort(TABLE, SCAN, TABLE, SCAN)).toBe(true);
    expect(await isJpegCutShort(SCAN, new Array(70_000).fill(7))).toBe(true);
  });

  it('not where one does, with whatever a camera writes behind it', async () => {
    expect(await isJpegCutShort(TABLE, SCAN, END)).toBe(false);
    expect(await isJpegCutShort(SCAN, TABLE, SCAN, END)).toBe(false);
    expect(await isJpegCutShort(SCAN, new Array(70_000).fill(7), END, [0, 0, 1])).toBe(false);
  });

  it('in a webcam’s file whose tables look like an end mark', async () => {
    const zip = unzipSync(readFileSync('tests/fixtures/imports/45-jpeg-extraneous-byte.zip'));
    const cutShort = (name: string) => isJpegCutShort([...(zip[name] as Uint8Array).subarray(2)]);
    expect(await cutShort('images/a.jpg')).toBe(false);
    expect(await cutShort('images/b.jpg')).toBe(true);
  });
});
