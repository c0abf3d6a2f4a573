/**
 * Makes a video of one vehicle from one photo with ffmpeg: the camera (or the vehicle) approaches,
 * the plate drifts across the picture, hands shake, and the exposure blurs what moves. Four
 * sub-frames are averaged into each frame, so that movement blurs as in a real camera.
 */
import { spawn } from 'node:child_process';

/**
 * @typedef {object} Shot
 * @property {string} photo path of the photo
 * @property {{ width: number, height: number }} size of the photo, pixels
 * @property {{ x: number, y: number, width: number, height: number }} plate in the photo, pixels
 * @property {number} seconds
 * @property {[number, number]} plateHeight pixels of the plate's height at first and at last
 * @property {{ x: [number, number], y: [number, number] }} place where the plate's centre is in the picture, parts of its sides, at first and at last
 * @property {number} shake amplitude as a part of the picture's width
 * @property {number} defocus largest Gaussian blur in output pixels; comes and goes once
 */

/**
 * @typedef {object} VideoForm
 * @property {number} width
 * @property {number} height
 * @property {number} framesPerSecond
 */

/** Sub-frames per frame; the shutter is open for half the time, so half of them are averaged. */
const SUB_FRAMES = 4;
/** Room of blurred surroundings on every side, in photos, so that the camera can stand back. */
const SURROUNDINGS = 2;
/** The surroundings' picture has its long side at most this many pixels. */
const MAX_CANVAS = 6000;

/**
 * The ffmpeg filter that turns the photo (input 0) into the moving picture.
 * @param {Shot} shot @param {VideoForm} form @param {() => number} random 0–1
 * @returns {string}
 */
export function shotFilter(shot, form, random) {
  const { size, plate } = shot;
  const canvasScale = Math.min(
    3,
    MAX_CANVAS / ((2 * SURROUNDINGS + 1) * Math.max(size.width, size.height)),
  );
  const photo = { w: even(size.width * canvasScale), h: even(size.height * canvasScale) };
  // The canvas has the video's shape: zoompan keeps the shape of its input.
  const reach = Math.max(photo.w, (photo.h * form.width) / form.height) * (2 * SURROUNDINGS + 1);
  const canvas = { w: even(reach), h: even((reach * form.height) / form.width) };
  const left = (canvas.w - photo.w) / 2;
  const top = (canvas.h - photo.h) / 2;
  const centre = {
    x: left + ((plate.x + plate.width / 2) / size.width) * photo.w,
    y: top + ((plate.y + plate.height / 2) / size.height) * photo.h,
  };
  const frames = Math.round(shot.seconds * form.framesPerSecond * SUB_FRAMES);
  const part = `(on/${frames})`;
  // Canvas pixels per output pixel, so that the plate has the wished height; grows evenly in ratio.
  const canvasPlate = (plate.height / size.height) * photo.h;
  const [first, last] = shot.plateHeight;
  const pixels = `(${n(canvasPlate / first)}*pow(${n(first / last)},${part}))`;
  const zoom = `clip(${n(canvas.w / form.width)}/${pixels},1,20)`;
  const jolts = (/** @type {number} */ amplitude) =>
    [1.1, 2.7, 6.3]
      .map((hertz, i) => {
        const turns =
          (2 * Math.PI * hertz * (0.8 + 0.4 * random())) / (form.framesPerSecond * SUB_FRAMES);
        return `${n(amplitude / (i + 1))}*sin(on*${n(turns)}+${n(6.28 * random())})`;
      })
      .join('+');
  const along = (/** @type {[number, number]} */ [from, to]) =>
    `(${n(from)}+${n(to - from)}*${part})`;
  const window = (/** @type {'iw' | 'ih'} */ side) => `${side}/zoom`;
  const x = `${n(centre.x)}-${window('iw')}*(${along(shot.place.x)}+${jolts(shot.shake)})`;
  const y = `${n(centre.y)}-${window('ih')}*(${along(shot.place.y)}+${jolts(shot.shake)})`;
  const blurs = [0.25, 0.5, 1].map((strength, i) => {
    const from = shot.seconds * (0.3 + 0.05 * i);
    const to = shot.seconds * (0.6 - 0.05 * i);
    return `gblur=sigma=${n(shot.defocus * strength)}:enable='between(t,${n(from)},${n(to)})'`;
  });
  return [
    `[0:v]scale=${photo.w}:${photo.h}:flags=lanczos,setsar=1,split[p][q]`,
    `[q]scale=64:36,boxblur=6:3,scale=${canvas.w}:${canvas.h}:flags=bilinear[bg]`,
    `[bg][p]overlay=${even(left)}:${even(top)},setsar=1,` +
      `zoompan=z='${zoom}':x='${x}':y='${y}':d=${frames}:fps=${form.framesPerSecond * SUB_FRAMES}:s=${form.width}x${form.height},` +
      `tmix=frames=${SUB_FRAMES / 2},fps=${form.framesPerSecond},` +
      `${shot.defocus > 0 ? `${blurs.join(',')},` : ''}noise=alls=6:allf=t,format=yuv420p[v]`,
  ].join(';');
}

/**
 * Writes one shot as a WebM (VP9) file.
 * @param {Shot} shot @param {VideoForm} form @param {() => number} random @param {string} file
 * @param {{ crf?: number }} [quality] lower is better and larger
 */
export async function makeShot(shot, form, random, file, { crf = 34 } = {}) {
  const filter = shotFilter(shot, form, random);
  await ffmpeg([
    ...['-i', shot.photo, '-filter_complex', filter, '-map', '[v]'],
    ...VP9,
    ...['-crf', String(crf), file],
  ]);
}

/**
 * Joins WebM files of one form, each followed by `gapSeconds` of plain road grey.
 * @param {readonly string[]} files @param {VideoForm} form @param {number} gapSeconds
 * @param {string} file @param {{ crf?: number }} [quality]
 */
export async function joinShots(files, form, gapSeconds, file, { crf = 34 } = {}) {
  const { width, height, framesPerSecond } = form;
  const gap = `color=0x6f6a66:s=${width}x${height}:r=${framesPerSecond}:d=${gapSeconds},format=yuv420p`;
  const parts = files.map((_, i) => `${gap}[g${i}]`);
  const order = files.map((_, i) => `[${i}:v][g${i}]`).join('');
  const join = `${order}concat=n=${2 * files.length}:v=1:a=0[v]`;
  const inputs = files.flatMap((name) => ['-i', name]);
  const filter = [...parts, join].join(';');
  await ffmpeg([
    ...inputs,
    '-filter_complex',
    filter,
    '-map',
    '[v]',
    ...VP9,
    '-crf',
    String(crf),
    file,
  ]);
}

/** Constant quality, fast enough for a test, the same bytes each time. */
export const VP9 = [
  ...['-c:v', 'libvpx-vp9', '-b:v', '0', '-deadline', 'realtime', '-cpu-used', '7', '-row-mt', '1'],
  ...['-g', '60', '-threads', '2', '-fflags', '+bitexact', '-flags:v', '+bitexact'],
  ...['-map_metadata', '-1', '-an'],
];

/** @param {readonly string[]} args */
export function ffmpeg(args) {
  return new Promise((resolve, reject) => {
    const child = spawn('ffmpeg', ['-v', 'error', '-y', ...args], {
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (data) => {
      said += data;
    });
    child.on('error', () =>
      reject(
        new Error(
          'ffmpeg is missing. Install it (Debian: apt-get install ffmpeg) and run this again.',
        ),
      ),
    );
    child.on('close', (code) =>
      code === 0
        ? resolve(undefined)
        : reject(new Error(`ffmpeg failed (${code}): ${said.trim()}`)),
    );
  });
}

/** mulberry32: the same videos each time. @param {number} seed */
export function seeded(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @param {number} value */
const even = (value) => 2 * Math.round(value / 2);
/** @param {number} value */
const n = (value) => value.toFixed(5);
