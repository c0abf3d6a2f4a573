/** What a live log is worth against the truth of a made video. */
import { isLike } from './liveLikeness.mjs';

/** Grows when shots are scored by other rules: their results must not be added up. */
export const RULES = 3;

/**
 * @typedef {object} ScoredShot
 * @property {string} truth
 * @property {number} rows
 * @property {string} voted the text of the shot's vehicle, '' when none
 * @property {number} confidence of that text, 0–1
 * @property {number} weakest the probability of its least sure character, 0–1
 * @property {number} votes readings that say exactly this text
 * @property {number} dissent readings that say another one
 * @property {string} status as the log has it
 * @property {number} readings
 * @property {number} singles how many single readings were exact
 * @property {boolean} best whether the most confident single reading was exact
 * @property {number} reports vehicles reported while the shot lasted
 * @property {number} doubles further reports of the same plate: with a text like it, or without any while the plate's own was not in view
 * @property {string[]} others texts of what else was reported, other plates and signs; '' where it was not read
 * @property {number} switches how often the id changed: a plate that went on as another row, and a row that had been another vehicle's
 */
/** @typedef {{ name: string, shots: ScoredShot[] }} ScoredVideo */
/** @typedef {import('../video/set.mjs').MadeVideo['shots'][0]} Shot */
/**
 * What is used of a vehicle in the JSON log.
 * @typedef {object} LoggedVehicle
 * @property {string} plate
 * @property {number} [confidence]
 * @property {number} [weakest_character]
 * @property {number} [votes]
 * @property {number} [dissent]
 * @property {string} [status]
 * @property {number} frames
 * @property {number} first_seen_ms
 * @property {readonly { fromMs: number, toMs: number }[]} spans
 * @property {readonly { time_ms: number, text: string, confidence: number }[]} single_readings
 */

/** A shot's frames may be logged so much before and after its own time, milliseconds. */
const EARLY_MS = 100;
const LATE_MS = 300;

/**
 * @param {Pick<import('../video/set.mjs').MadeVideo, 'name' | 'shots'>} video
 * @param {{ vehicles: readonly LoggedVehicle[] }} log @returns {ScoredVideo}
 */
export function scoreVideo({ name, shots }, { vehicles }) {
  return { name, shots: shots.map((shot) => scoreShot(shot, shots, vehicles)) };
}

/** @param {Shot} shot @param {readonly Shot[]} shots @param {readonly LoggedVehicle[]} vehicles @returns {ScoredShot} */
function scoreShot(shot, shots, vehicles) {
  const { truth, rows } = shot;
  const reports = vehicles.filter((vehicle) => seenMs(vehicle, shot) > 0);
  // The photo may show other plates: of its own rows the one most like the truth, then the longest.
  const like = reports.filter(({ plate }) => isLike(plate, truth));
  const main = longest(like, shot) ?? longest(reports, shot);
  const readings = (main?.single_readings ?? []).filter(({ time_ms: at }) => isIn(at, shot));
  const surest = [...readings].sort((a, b) => b.confidence - a.confidence)[0];
  const further = reports.filter((vehicle) => vehicle !== main);
  const doubles = further.filter(
    (vehicle) => like.includes(vehicle) || (vehicle.plate === '' && main && !meet(vehicle, main)),
  );
  const wentOn = main ? doubles.filter((vehicle) => !meet(vehicle, main)) : [];
  const tookOver = reports.filter((vehicle) =>
    shots.some(
      (before) =>
        before.toMs < shot.fromMs && before.truth !== truth && seenMs(vehicle, before) > 0,
    ),
  );
  return {
    truth,
    rows,
    voted: main?.plate ?? '',
    confidence: main?.confidence ?? 0,
    weakest: main?.weakest_character ?? 0,
    votes: main?.votes ?? 0,
    dissent: main?.dissent ?? 0,
    status: main?.status ?? 'unread',
    readings: readings.length,
    singles: readings.filter(({ text }) => text === truth).length,
    best: surest?.text === truth,
    reports: reports.length,
    doubles: doubles.length,
    others: further.filter((one) => !doubles.includes(one)).map(({ plate }) => plate),
    switches: wentOn.length + tookOver.length,
  };
}

/** @param {number} timeMs @param {Shot} shot */
const isIn = (timeMs, { fromMs, toMs }) => timeMs >= fromMs - EARLY_MS && timeMs <= toMs + LATE_MS;

/** Milliseconds in which the vehicle was seen during the shot; at least 1 when it was at all.
 * @param {LoggedVehicle} vehicle @param {Shot} shot */
function seenMs({ spans }, { fromMs, toMs }) {
  let sum = 0;
  for (const span of spans) {
    const from = Math.max(span.fromMs, fromMs - EARLY_MS);
    const to = Math.min(span.toMs, toMs + LATE_MS);
    if (to >= from) sum += Math.max(1, to - from);
  }
  return sum;
}

/** @param {readonly LoggedVehicle[]} vehicles @param {Shot} shot */
function longest(vehicles, shot) {
  return [...vehicles].sort((a, b) => seenMs(b, shot) - seenMs(a, shot) || b.frames - a.frames)[0];
}

/** In view together at some time. @param {LoggedVehicle} a @param {LoggedVehicle} b */
function meet(a, b) {
  return a.spans.some((one) =>
    b.spans.some((other) => one.fromMs <= other.toMs && other.fromMs <= one.toMs),
  );
}

/** What else a shot's photo seems to show, for people to look at. @param {Pick<ScoredShot, 'others'>} shot */
export const othersText = ({ others }) => others.map((text) => text || '(not read)').join(', ');

/** @param {readonly ScoredVideo[]} videos @param {(line: string) => void} [print] */
export function printLiveReport(videos, print = console.log) {
  const all = videos.flatMap(({ shots }) => shots);
  for (const [name, shots] of /** @type {const} */ ([
    ['all', all],
    ['one row', all.filter(({ rows }) => rows === 1)],
    ['two rows', all.filter(({ rows }) => rows === 2)],
  ])) {
    const n = shots.length;
    if (n === 0) continue;
    const rate = (/** @type {number} */ hits) => `${((100 * hits) / n).toFixed(1)} %`;
    const sum = (/** @type {(shot: ScoredShot) => number} */ of) =>
      shots.reduce((t, s) => t + of(s), 0);
    const voted = sum((s) => Number(s.voted === s.truth));
    const single = sum((s) => (s.readings > 0 ? s.singles / s.readings : 0));
    const points = (100 * (voted - single)) / n;
    print(
      `${name} (${n}): exact plate by voting ${rate(voted)}, mean single frame ${rate(single)} ` +
        `(voting ${points >= 0 ? '+' : '−'}${Math.abs(points).toFixed(1)} points), ` +
        `most confident single frame ${rate(sum((s) => Number(s.best)))}`,
    );
    print(
      `  not found ${sum((s) => Number(s.reports === 0))}, doubles ${sum((s) => s.doubles)}, ` +
        `id switches ${sum((s) => s.switches)}; ` +
        `reported exactly once ${rate(sum((s) => Number(s.reports > 0 && s.doubles === 0)))}, ` +
        `other plates and signs ${sum((s) => s.others.length)}`,
    );
  }
  for (const shot of all) {
    if (shot.others.length > 0) print(`  beside ${shot.truth}: ${othersText(shot)}`);
  }
}
