/** The videos of the live evaluation: vehicles chosen from a truth file, four to a video. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { joinShots, makeShot, seeded } from './simulate.mjs';

/**
 * @typedef {object} MadeVideo
 * @property {string} name
 * @property {string} file
 * @property {{ truth: string, rows: number, fromMs: number, toMs: number }[]} shots
 */

const FORM = { width: 640, height: 360, framesPerSecond: 12 };
const SECONDS = 2.2;
const GAP = 0.7;
const PER_VIDEO = 4;

/** A folder name for the videos of a wish: another truth or number must not find them made already.
 * @param {{ photos: string, truth: string, vehicles: number }} wish */
export function setName({ photos, truth, vehicles }) {
  const hash = createHash('sha256').update(`${photos} ${vehicles} `).update(readFileSync(truth));
  return `${vehicles}-${hash.digest('hex').slice(0, 10)}`;
}

/**
 * Makes what is not made yet.
 * @param {{ photos: string, truth: string, vehicles: number, into: string }} wish
 * @returns {Promise<MadeVideo[]>}
 */
export async function makeVideos({ photos, truth, vehicles, into }) {
  const random = seeded(20260503);
  const chosen = choose(readTruth(truth), vehicles, random);
  mkdirSync(into, { recursive: true });
  const videos = [];
  for (let first = 0; first < chosen.length; first += PER_VIDEO) {
    const rows = chosen.slice(first, first + PER_VIDEO);
    const name = `set-${first / PER_VIDEO}.webm`;
    const file = join(into, name);
    const shots = rows.map((row) => shotOf(row, photos, random));
    const isMade = existsSync(file);
    const parts = [];
    for (const [i, shot] of shots.entries()) {
      const part = join(into, `part-${i}.webm`);
      // Drawn also when made already: the numbers that follow must not depend on it.
      const own = seeded(Math.floor(random() * 2 ** 31));
      if (!isMade) await makeShot(shot, FORM, own, part, { crf: 22 });
      parts.push(part);
    }
    if (!isMade) await joinShots(parts, FORM, GAP, file, { crf: 34 });
    const step = (SECONDS + GAP) * 1000;
    videos.push({
      name,
      file,
      shots: rows.map(({ text, rows: count }, i) => ({
        truth: text,
        rows: count,
        fromMs: i * step,
        toMs: i * step + SECONDS * 1000,
      })),
    });
  }
  writeFileSync(join(into, 'set.json'), JSON.stringify(videos, null, 1));
  return videos;
}

/** @param {string} file */
function readTruth(file) {
  const [, ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  return lines.map((line) => {
    const [name = '', x, y, width, height, text = '', rows] = line.split(',');
    const box = { x: Number(x), y: Number(y), width: Number(width), height: Number(height) };
    return { name, box, text, rows: Number(rows) || 1 };
  });
}

/** Photos with one plate only, large enough to be worth a close-up, one and two rows.
 * @param {ReturnType<typeof readTruth>} rows @param {number} count @param {() => number} random */
function choose(rows, count, random) {
  const alone = rows.filter(
    ({ name, text, box }) =>
      text.length >= 4 &&
      box.height >= 24 &&
      rows.filter((other) => other.name === name).length === 1,
  );
  const mixed = alone.map((row) => ({ row, at: random() })).sort((a, b) => a.at - b.at);
  const of = (/** @type {number} */ n) => mixed.map(({ row }) => row).filter((r) => r.rows === n);
  const two = of(2).slice(0, Math.round(count / 3));
  const chosen = [...of(1).slice(0, count - two.length), ...two];
  return chosen
    .map((row) => ({ row, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ row }) => row);
}

/** @param {ReturnType<typeof readTruth>[0]} row @param {string} photos @param {() => number} random */
function shotOf({ name, box, rows }, photos, random) {
  const between = (/** @type {number} */ a, /** @type {number} */ b) => a + (b - a) * random();
  const photo = join(photos, name);
  /** @type {[number, number]} */
  const plateHeight =
    rows === 2 ? [between(22, 30), between(56, 80)] : [between(13, 18), between(36, 52)];
  return {
    photo,
    size: sizeOf(photo),
    plate: box,
    seconds: SECONDS,
    plateHeight,
    place: {
      x: /** @type {[number, number]} */ ([between(0.3, 0.7), between(0.35, 0.65)]),
      y: /** @type {[number, number]} */ ([between(0.4, 0.6), between(0.4, 0.65)]),
    },
    shake: between(0.001, 0.007),
    defocus: between(0, 2),
  };
}

/** @param {string} photo */
function sizeOf(photo) {
  const ask = [
    '-v',
    'error',
    '-select_streams',
    'v',
    '-show_entries',
    'stream=width,height',
    '-of',
    'csv=p=0',
  ];
  const { stdout } = spawnSync('ffprobe', [...ask, photo], { encoding: 'utf8' });
  const [width = 0, height = 0] = stdout.trim().split(',').map(Number);
  if (!(width > 0 && height > 0)) throw new Error(`${photo} could not be opened.`);
  return { width, height };
}
