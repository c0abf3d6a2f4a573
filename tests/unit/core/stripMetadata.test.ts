import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readExif } from '../../../src/core/image/exif.ts';
import { stripMetadata } from '../../../src/core/image/stripMetadata.ts';
import { withExif } from '../../e2e/exif.ts';

const photo = readFileSync('public/samples/germany.jpg');

describe('metadata', () => {
  test('EXIF, comments and what follows the picture go; the picture stays byte for byte', () => {
    const secret = Buffer.from('GPS 52.5 13.4');
    const loaded = Buffer.concat([withExif(photo, 6, 'secret comment'), secret]);
    expect(readExif(loaded).orientation).toBe(6);
    const clean = stripMetadata(loaded);
    if (!clean) throw new Error('not stripped');
    expect(Buffer.from(clean).includes('secret')).toBe(false);
    expect(Buffer.from(clean).includes(secret)).toBe(false);
    expect(readExif(clean).orientation).toBe(1);
    const bare = stripMetadata(photo);
    expect(clean).toEqual(bare);
    // From the frame header on, nothing may differ from the original.
    const scan = (bytes: Uint8Array) => Buffer.from(bytes).indexOf(Buffer.from([0xff, 0xda]));
    expect(Buffer.from(clean).subarray(scan(clean))).toEqual(
      photo.subarray(photo.indexOf(Buffer.from([0xff, 0xda]))),
    );
  });

  test('PNG text chunks go', () => {
    const chunk = (type: string, data: string) => {
      const out = Buffer.alloc(12 + data.length);
      out.writeUInt32BE(data.length, 0);
      out.write(type + data, 4, 'latin1');
      return out;
    };
    const head = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
    const picture = [chunk('IHDR', '0123456789abc'), chunk('IDAT', 'pixels'), chunk('IEND', '')];
    const [ihdr, idat, iend] = picture as [Buffer, Buffer, Buffer];
    const dirty = Buffer.concat([
      head,
      ihdr,
      chunk('tEXt', 'who'),
      chunk('eXIf', 'where'),
      idat,
      iend,
      Buffer.from('more'),
    ]);
    expect(Buffer.from(stripMetadata(dirty) ?? [])).toEqual(Buffer.concat([head, ...picture]));
  });

  test('what is cut short or of another kind is not touched', () => {
    expect(stripMetadata(photo.subarray(0, 5000))).toBeNull();
    expect(stripMetadata(Buffer.from('GIF89a'))).toBeNull();
  });
});
