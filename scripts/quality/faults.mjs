/** Real labelled photos with faults put in on purpose, and which faults those are. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { ROOT } from '../lib/paths.mjs';
import { seeded } from '../video/simulate.mjs';

/** @typedef {{ x: number, y: number, width: number, height: number }} Box */
/** @typedef {{ box: Box, text: string, rows: string, region: string }} Plate */
/** @typedef {{ name: string, jpeg: Uint8Array, plates: Plate[] }} Photo */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
export const sha256 = (/** @type {Uint8Array} */ bytes) =>
  createHash('sha256').update(bytes).digest('hex');

/** Width and height of a JPEG. @param {Uint8Array} jpeg */
function jpegSize(jpeg) {
  const bytes = Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  for (let at = 2; at < bytes.length; ) {
    const marker = bytes[at + 1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xc3) {
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    }
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  throw new Error('no JPEG');
}

/** Photos of `detect/` whose every plate has a text in training/. @param {string} data @param {number} count @returns {Photo[]} */
export function labelledPhotos(data, count) {
  const texts = new Map();
  for (const split of ['train', 'val']) {
    const lines = readFileSync(join(ROOT, `training/${split}_texts.csv`), 'utf8')
      .trim()
      .split('\n');
    for (const line of lines.slice(1)) {
      const [photo, index, text, rows, region] = line.split(',');
      texts.set(`${photo} ${index}`, { text, rows, region: region ?? '' });
    }
  }
  const names = [...new Set([...texts.keys()].map((key) => key.split(' ')[0] ?? ''))];
  const random = seeded(5);
  const shuffled = names.map((name) => ({ name, at: random() })).sort((a, b) => a.at - b.at);
  /** @type {Photo[]} */
  const photos = [];
  for (const { name } of shuffled) {
    if (photos.length >= count) break;
    const split = ['train', 'val'].find((s) =>
      existsSync(join(data, `detect/${s}/images/${name}.jpg`)),
    );
    if (!split) continue;
    const jpeg = readFileSync(join(data, `detect/${split}/images/${name}.jpg`));
    const { width, height } = jpegSize(jpeg);
    const boxes = readFileSync(join(data, `detect/${split}/labels/${name}.txt`), 'utf8').trim();
    const plates = boxes.split('\n').map((line, index) => {
      const [, x = 0, y = 0, w = 0, h = 0] = line.split(' ').map(Number);
      const box = {
        x: (x - w / 2) * width,
        y: (y - h / 2) * height,
        width: w * width,
        height: h * height,
      };
      const told = texts.get(`${name} ${index}`) ?? { text: '', rows: '', region: '' };
      return { box, ...told };
    });
    photos.push({ name, jpeg, plates });
  }
  return photos;
}

/**
 * Puts faults in: 5 % wrong texts, 3 % boxes shifted to an IoU of 0.4–0.7, 2 % boxes taken away, 5 %
 * copies at quality 60.
 * @param {Photo[]} photos @param {(jpeg: Uint8Array) => Promise<Uint8Array>} encode
 */
export async function withFaults(photos, encode) {
  const random = seeded(9);
  const order = photos
    .map((_, i) => ({ i, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ i }) => i);
  const parts = (/** @type {number} */ share) => Math.round(share * photos.length);
  const take = (/** @type {number} */ share) => order.splice(0, parts(share));
  const texted = order.filter((i) => (photos[i]?.plates[0]?.text ?? '') !== '');
  const wrong = texted.slice(0, parts(0.05));
  for (const i of wrong) order.splice(order.indexOf(i), 1);
  for (const i of wrong) changeText(/** @type {Plate} */ (photos[i]?.plates[0]), random);
  const shifted = take(0.03);
  for (const i of shifted) shift(/** @type {Plate} */ (photos[i]?.plates[0]), random);
  const deleted = take(0.02);
  for (const i of deleted) photos[i]?.plates.shift();
  const copied = take(0.05);
  /** @type {Photo[]} */
  const copies = [];
  for (const i of copied) {
    const { name, jpeg, plates } = /** @type {Photo} */ (photos[i]);
    copies.push({ name: `${name}-copy`, jpeg: await encode(jpeg), plates });
  }
  const idOf = (/** @type {number} */ i) => sha256(/** @type {Photo} */ (photos[i]).jpeg);
  return {
    photos: [...photos, ...copies],
    text: new Set(wrong.map(idOf)),
    loose: new Set(shifted.map(idOf)),
    missed: new Set(deleted.map(idOf)),
    copies: copied.map((i, n) => [idOf(i), sha256(/** @type {Photo} */ (copies[n]).jpeg)]),
  };
}

/** One character replaced by another. @param {Plate} plate @param {() => number} random */
function changeText(plate, random) {
  const at = Math.floor(random() * plate.text.length);
  const others = ALPHABET.replace(plate.text[at] ?? '', '');
  const char = others[Math.floor(random() * others.length)];
  plate.text = `${plate.text.slice(0, at)}${char}${plate.text.slice(at + 1)}`;
}

/** @param {Plate} plate @param {() => number} random */
function shift(plate, random) {
  const { box } = plate;
  const wanted = 0.4 + 0.3 * random();
  const overlap = (2 * wanted) / (1 + wanted); // of each box, for IoU = wanted
  const [right, down] = [random() < 0.5 ? -1 : 1, random() < 0.5 ? -1 : 1];
  const across = 1 - Math.sqrt(overlap);
  plate.box = {
    ...box,
    x: box.x + right * across * box.width,
    y: box.y + down * across * box.height,
  };
}

/** A zip with `annotations.csv`, as the app exports one. @param {Photo[]} photos */
export function datasetZip(photos) {
  /** @type {Record<string, Uint8Array>} */
  const files = {};
  const lines = ['file,x,y,width,height,text,rows,region'];
  for (const { name, jpeg, plates } of photos) {
    files[`images/${name}.jpg`] = jpeg;
    if (plates.length === 0) lines.push(`images/${name}.jpg,,,,,,,`);
    for (const { box, text, rows, region } of plates) {
      lines.push(
        [`images/${name}.jpg`, box.x, box.y, box.width, box.height, text, rows, region].join(','),
      );
    }
  }
  files['annotations.csv'] = new TextEncoder().encode(`${lines.join('\n')}\n`);
  return Buffer.from(zipSync(files, { level: 0 }));
}
