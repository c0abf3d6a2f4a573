/** When and where a photo was taken and which way up it is, from its EXIF block. */
import { Bytes } from './bytes.ts';

export interface Exif {
  /** 1–8 as EXIF defines it; 5–8 swap width and height. */
  readonly orientation: number;
  /** Local time of the camera as ISO 8601 without zone (`2024-05-31T14:03:59`), with zone if known. */
  readonly time: string | null;
  /** WGS 84 degrees, north and east positive. */
  readonly place: { readonly latitude: number; readonly longitude: number } | null;
}

export const NO_EXIF: Exif = { orientation: 1, time: null, place: null };

/** Reads the EXIF block in the first bytes of a file; `NO_EXIF` values where there is none. */
export function readExif(head: Uint8Array): Exif {
  const start = findTiff(head);
  if (start < 0) return NO_EXIF;
  const tiff = head.subarray(start);
  const bytes = new Bytes(tiff, tiff[0] === 0x49);
  const main = readDirectory(bytes, bytes.u32(4));
  const detail = readDirectory(bytes, numberOf(main.get(0x8769)));
  const gps = readDirectory(bytes, numberOf(main.get(0x8825)));
  const orientation = numberOf(main.get(0x0112));
  return {
    orientation: orientation >= 1 && orientation <= 8 ? orientation : 1,
    time: isoTime(detail.get(0x9003) ?? main.get(0x0132), detail.get(0x9011)),
    place: place(gps),
  };
}

/** A tag's value: text, or its numbers (rationals divided). */
type Value = string | readonly number[];

const numberOf = (value: Value | undefined): number =>
  typeof value === 'object' ? (value[0] ?? 0) : 0;

/**
 * Offset of the TIFF header. JPEG and HEIC mark it with `Exif\0\0`, PNG and WebP put it straight
 * into a chunk named eXIf or EXIF.
 */
function findTiff(head: Uint8Array): number {
  const isTiff = (at: number) =>
    (head[at] === 0x49 && head[at + 1] === 0x49 && head[at + 2] === 42 && head[at + 3] === 0) ||
    (head[at] === 0x4d && head[at + 1] === 0x4d && head[at + 2] === 0 && head[at + 3] === 42);
  // 'x' then 'i' or 'I' begins the middle of Exif, eXIf and EXIF alike.
  for (let at = 1; at + 10 < head.length; at++) {
    const [x, i, f] = [head[at], head[at + 1], head[at + 2]];
    if ((x !== 0x78 && x !== 0x58) || (i !== 0x69 && i !== 0x49) || (f !== 0x66 && f !== 0x46)) {
      continue;
    }
    for (const skip of [5, 3, 7, 13]) if (isTiff(at + skip)) return at + skip;
  }
  return -1;
}

const TYPE_BYTES: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1 };

/** One TIFF directory. Malformed entries are left out. */
function readDirectory(bytes: Bytes, at: number): Map<number, Value> {
  const tags = new Map<number, Value>();
  if (at < 8 || !bytes.has(at, 2)) return tags;
  const count = Math.min(bytes.u16(at), 512);
  for (let k = 0; k < count; k++) {
    const entry = at + 2 + 12 * k;
    const type = bytes.u16(entry + 2);
    const width = TYPE_BYTES[type];
    const length = bytes.u32(entry + 4);
    if (!width || !bytes.has(entry, 12) || length > 256) continue;
    const from = width * length <= 4 ? entry + 8 : bytes.u32(entry + 8);
    if (!bytes.has(from, width * length)) continue;
    tags.set(bytes.u16(entry), readValue(bytes, type, from, width, length));
  }
  return tags;
}

function readValue(bytes: Bytes, type: number, from: number, width: number, length: number): Value {
  if (type === 2) return bytes.text(from, length).replace(/\0.*$/s, '');
  return Array.from({ length }, (_, i) => {
    const at = from + i * width;
    if (type === 3) return bytes.u16(at);
    if (type === 4) return bytes.u32(at);
    if (type === 5) return bytes.u32(at) / bytes.u32(at + 4);
    return bytes.u8(at);
  });
}

/** EXIF writes `2024:05:31 14:03:59`; a camera without a clock writes spaces or zeros. */
function isoTime(value: Value | undefined, offset: Value | undefined): string | null {
  const match = /^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)/.exec(String(value ?? ''));
  if (!match || match[1] === '0000' || match[2] === '00' || match[3] === '00') return null;
  const zone = /^[+-]\d\d:\d\d$/.test(String(offset ?? '')) ? String(offset) : '';
  return `${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}${zone}`;
}

function place(gps: ReadonlyMap<number, Value>): Exif['place'] {
  const degrees = (value: Value | undefined, hemisphere: Value | undefined, negative: string) => {
    if (typeof value !== 'object' || value.length < 3) return Number.NaN;
    const [d, m, s] = value as readonly [number, number, number];
    return (d + m / 60 + s / 3600) * (hemisphere === negative ? -1 : 1);
  };
  const latitude = degrees(gps.get(2), gps.get(1), 'S');
  const longitude = degrees(gps.get(4), gps.get(3), 'W');
  const valid = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  return valid ? { latitude, longitude } : null;
}
