/** A YOLO zip of many distinct photos, made of the samples: the same pixels, another comment in each. */
import { createWriteStream, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { makeZip } from 'client-zip';
import { ROOT } from '../../scripts/lib/paths.mjs';
import { seeded } from '../../scripts/video/simulate.mjs';

const SAMPLES = join(ROOT, 'public/samples');

/** @param {string} file where the zip goes @param {number} count */
export async function writePhotoSet(file, count) {
  const random = seeded(7);
  const photos = readdirSync(SAMPLES)
    .filter((name) => name.endsWith('.jpg'))
    .map((name) => readFileSync(join(SAMPLES, name)));
  async function* entries() {
    yield { name: 'data.yaml', input: "nc: 1\nnames: ['plate']\n" };
    for (let n = 0; n < count; n++) {
      const photo = /** @type {Buffer} */ (photos[n % photos.length]);
      yield { name: `images/${n}.jpg`, input: withComment(photo, `photo ${n}`) };
      const place = [0.3 + 0.4 * random(), 0.3 + 0.4 * random(), 0.2, 0.1];
      yield { name: `labels/${n}.txt`, input: `0 ${place.map((v) => v.toFixed(6)).join(' ')}\n` };
    }
  }
  const zip = /** @type {import('node:stream/web').ReadableStream} */ (
    /** @type {unknown} */ (makeZip(entries()))
  );
  await pipeline(Readable.fromWeb(zip), createWriteStream(file));
}

/** @param {Buffer} jpeg @param {string} comment */
function withComment(jpeg, comment) {
  const text = Buffer.from(comment);
  const head = Buffer.from([0xff, 0xfe, 0, text.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), head, text, jpeg.subarray(2)]);
}
