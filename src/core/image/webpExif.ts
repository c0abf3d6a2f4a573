/** The EXIF block of a WebP file, which stands behind its picture; browsers do not turn WebP by it. */
import { hasWebpExif } from './animated.ts';
import { Bytes } from './bytes.ts';
import { type Exif, NO_EXIF, readExif } from './exif.ts';

/** The bytes of a file from `from` to before `to`, as far as it goes. */
type ReadPart = (from: number, to: number) => Promise<Uint8Array>;

/** Animations have a chunk for each frame; EXIF comes behind them all. */
const MOST_CHUNKS = 10_000;
/** EXIF with a large preview in it; more is not looked through. */
const MOST_BYTES = 1024 * 1024;

/** Reads it chunk by chunk; `NO_EXIF` where there is none. @throws what `read` throws */
export async function readWebpExif(read: ReadPart): Promise<Exif> {
  if (!hasWebpExif(await read(0, 32))) return NO_EXIF;
  for (let at = 12, n = 0; n < MOST_CHUNKS; n++) {
    const head = new Bytes(await read(at, at + 8), true);
    if (!head.has(0, 8)) return NO_EXIF;
    const length = head.u32(4);
    if (head.text(0, 4) === 'EXIF')
      return readExif(await read(at, at + 8 + Math.min(length, MOST_BYTES)));
    at += 8 + length + (length % 2);
  }
  return NO_EXIF;
}
