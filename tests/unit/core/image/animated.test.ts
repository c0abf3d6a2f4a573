import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { mayBeAnimated } from '../../../../src/core/image/animated.ts';

const head = (text: string, flags = 0) => {
  const bytes = new Uint8Array(32);
  bytes.set(new TextEncoder().encode(text));
  if (flags) bytes[20] = flags;
  return bytes;
};

it('knows what moves, and what only could', () => {
  expect(mayBeAnimated(head('GIF89a'))).toBe(true);
  expect(mayBeAnimated(head('\0\0\0\x20ftypavis'))).toBe(true);
  expect(mayBeAnimated(head('\0\0\0\x20ftypavif'))).toBe(false);
  expect(mayBeAnimated(head('RIFF....WEBPVP8X', 0x02))).toBe(true);
  expect(mayBeAnimated(head('RIFF....WEBPVP8X', 0x10))).toBe(false);
  expect(mayBeAnimated(head('RIFF....WEBPVP8 ', 0x02))).toBe(false);
  expect(mayBeAnimated(readFileSync('public/samples/germany.jpg'))).toBe(false);
  expect(mayBeAnimated(new Uint8Array(0))).toBe(false);
});
