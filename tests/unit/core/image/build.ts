/** Hand-made file heads for the header tests. */

const ascii = (text: string) => Array.from(text, (c) => c.charCodeAt(0));
export const be16 = (v: number) => [v >> 8, v & 255];
export const be32 = (v: number) => [...be16(Math.floor(v / 65536)), ...be16(v % 65536)];
export const le16 = (v: number) => [v & 255, v >> 8];
export const le32 = (v: number) => [...le16(v % 65536), ...le16(Math.floor(v / 65536))];
export const le24 = (v: number) => le32(v).slice(0, 3);

export function png(width: number, height: number, colour = 6, depth = 8): number[] {
  const ihdr = [...ascii('IHDR'), ...be32(width), ...be32(height), depth, colour, 0, 0, 0];
  return [0x89, ...ascii('PNG\r\n\x1a\n'), ...be32(13), ...ihdr, 0, 0, 0, 0];
}

/** A JPEG head: start, any segments, then a start of frame with `marker`. */
export function jpeg(
  width: number,
  height: number,
  segments: number[] = [],
  marker = 0xc0,
): number[] {
  const frame = [0xff, marker, ...be16(17), 8, ...be16(height), ...be16(width), 3];
  return [0xff, 0xd8, ...segments, ...frame, ...new Array(9).fill(0)];
}

export const segment = (marker: number, payload: number[]) => [
  0xff,
  marker,
  ...be16(payload.length + 2),
  ...payload,
];

export const gif = (width: number, height: number) => [
  ...ascii('GIF89a'),
  ...le16(width),
  ...le16(height),
  0,
  0,
  0,
];

const riff = (fourcc: string, payload: number[]) => [
  ...ascii('RIFF'),
  ...le32(payload.length + 12),
  ...ascii('WEBP'),
  ...ascii(fourcc),
  ...le32(payload.length),
  ...payload,
  ...new Array(16).fill(0),
];

export const webpLossy = (width: number, height: number) =>
  riff('VP8 ', [0, 0, 0, 0x9d, 0x01, 0x2a, ...le16(width), ...le16(height)]);
export const webpLossless = (width: number, height: number) =>
  riff('VP8L', [0x2f, ...le32(((height - 1) << 14) | (width - 1))]);
export const webpExtended = (width: number, height: number) =>
  riff('VP8X', [0, 0, 0, 0, ...le24(width - 1), ...le24(height - 1)]);

export const isoBox = (type: string, payload: number[]) => [
  ...be32(payload.length + 8),
  ...ascii(type),
  ...payload,
];

export function heif(brand: string, sizes: readonly (readonly [number, number])[]): number[] {
  const extents = sizes.flatMap(([w, h]) => isoBox('ispe', [0, 0, 0, 0, ...be32(w), ...be32(h)]));
  const properties = isoBox('iprp', isoBox('ipco', [...isoBox('colr', [1, 2, 3]), ...extents]));
  return [
    ...isoBox('ftyp', [...ascii(brand), 0, 0, 0, 0, ...ascii(`mif1${brand}`)]),
    ...isoBox('meta', [0, 0, 0, 0, ...isoBox('hdlr', [0, 0]), ...properties]),
  ];
}

type Entry = readonly [tag: number, type: number, values: readonly number[] | string];
type Order = 'big' | 'little';

/** A TIFF block with a main, a detail (EXIF) and a GPS directory. */
export function tiff(main: Entry[], detail: Entry[] = [], gps: Entry[] = [], order: Order = 'big') {
  const n16 = order === 'big' ? be16 : le16;
  const n32 = order === 'big' ? be32 : le32;
  const length = (entries: number) => 2 + entries * 12 + 4;
  const mainAt = 8;
  const detailAt = mainAt + length(main.length + 2);
  const gpsAt = detailAt + length(detail.length);
  let heapAt = gpsAt + length(gps.length);
  const heap: number[] = [];
  const directory = (entries: Entry[]) => [
    ...n16(entries.length),
    ...entries.flatMap(([tag, type, value]) => {
      const numbers = typeof value === 'string' ? [...ascii(value), 0] : value;
      const bytes = numbers.flatMap((v) => {
        if (type === 3) return n16(v);
        if (type === 4) return n32(v);
        if (type === 5) return [...n32(Math.round(v * 1000)), ...n32(1000)];
        return [v];
      });
      const head = [...n16(tag), ...n16(type), ...n32(numbers.length)];
      if (bytes.length <= 4) return [...head, ...bytes, ...new Array(4 - bytes.length).fill(0)];
      const at = heapAt;
      heap.push(...bytes);
      heapAt += bytes.length;
      return [...head, ...n32(at)];
    }),
    ...n32(0),
  ];
  const pointers: Entry[] = [
    [0x8769, 4, [detailAt]],
    [0x8825, 4, [gpsAt]],
  ];
  const body = [...directory([...main, ...pointers]), ...directory(detail), ...directory(gps)];
  return [...ascii(order === 'big' ? 'MM' : 'II'), ...n16(42), ...n32(8), ...body, ...heap];
}

/** A TIFF block as a JPEG APP1 segment. */
export const exifSegment = (block: number[]) => segment(0xe1, [...ascii('Exif\0\0'), ...block]);
