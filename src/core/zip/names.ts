/** Names of zip entries: decoding, and what makes one hostile. */
import { ZipError } from './zipError.ts';

const MAX_NAME_BYTES = 1024;
const MAX_DEPTH = 32;
/** Segments that mean something else to JavaScript objects than a name. */
const POISONED = new Set(['__proto__', 'constructor', 'prototype']);

/** What bytes from 128 up mean in zips of old: Windows Explorer still packs umlauts this way. */
const CODE_PAGE_437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

/**
 * UTF-8, also without the flag that promises it (as most tools write); code page 437, as the zip
 * format has it, where the bytes are no UTF-8.
 * @throws ZipError for a name that is too long.
 */
export function decodeName(bytes: Uint8Array): string {
  if (bytes.length > MAX_NAME_BYTES) {
    throw new ZipError('hostile', `an entry has a name of ${bytes.length} bytes`);
  }
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at] as number;
    const extra = first < 0x80 ? 0 : first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc2 ? 1 : -1;
    let code = extra === 0 ? first : first & (0x3f >> extra);
    for (let k = 1; k <= extra; k++) code = code * 64 + ((bytes[at + k] ?? 0) & 0x3f);
    const continued = Array.from({ length: Math.max(0, extra) }, (_, k) => bytes[at + 1 + k] ?? 0);
    const overlong = extra > 1 && code < (extra === 2 ? 0x800 : 0x10000);
    const broken = extra < 0 || first > 0xf4 || code > 0x10ffff || overlong;
    const surrogate = code >= 0xd800 && code <= 0xdfff;
    if (broken || surrogate || continued.some((b) => b >> 6 !== 2)) {
      return Array.from(bytes, (byte) =>
        byte < 0x80 ? String.fromCharCode(byte) : CODE_PAGE_437.charAt(byte - 0x80),
      ).join('');
    }
    text += String.fromCodePoint(code);
    at += extra + 1;
  }
  return text;
}

/** A name as it is used: with slashes, where a packer on Windows wrote backslashes, and without `./`. */
export function entryName(bytes: Uint8Array): string {
  return decodeName(bytes)
    .replaceAll('\\', '/')
    .replace(/^(\.\/)+(?=.)/, '');
}

/** @throws ZipError naming what is wrong, for any name that could leave its folder or fool a program. */
export function ensureSafeName(name: string): void {
  const refuse = (why: string) => {
    throw new ZipError('hostile', `the entry ${JSON.stringify(name.slice(0, 80))} ${why}`);
  };
  const path = name.endsWith('/') ? name.slice(0, -1) : name;
  const segments = path.split('/');
  if (path === '') refuse('has no name');
  if (name.startsWith('/') || /^[a-z]:/i.test(name)) refuse('has an absolute name');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (/[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/.test(name)) {
    refuse('has control characters in its name');
  }
  if (segments.includes('..') || segments.includes('.') || segments.includes('')) {
    refuse('points outside its folder');
  }
  if (segments.some((segment) => POISONED.has(segment.toLowerCase())))
    refuse('has a forbidden name');
  if (segments.length > MAX_DEPTH) refuse('is nested too deeply');
}
