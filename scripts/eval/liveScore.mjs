/** What a live log is worth against the truth of a made video. */

/**
 * @typedef {object} ScoredShot
 * @property {string} truth
 * @property {number} rows
 * @property {string} voted the text of the shot's vehicle, '' when none
 * @property {number} readings
 * @property {number} singles how many single readings were exact
 * @property {boolean} best whether the most confident single reading was exact
 * @property {number} reports vehicles reported while the shot lasted
 * @property {number} doubles further reports of the same plate
 * @property {number} switches how often the id changed: a plate that went on as another row, and a row that had been another vehicle's
 */
/** @typedef {{ name: string, shots: ScoredShot[] }} ScoredVideo */
/** @typedef {import('../video/set.mjs').MadeVideo['shots'][0]} Shot */
/**
 * What is used of a vehicle in the JSON log.
 * @typedef {object} LoggedVehicle
 * @property {string} plate
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
  const others = like.filter((vehicle) => vehicle !== main);
  const wentOn = main ? others.filter((vehicle) => !meet(vehicle, main)) : [];
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
    readings: readings.length,
    singles: readings.filter(({ text }) => text === truth).length,
    best: surest?.text === truth,
    reports: reports.length,
    doubles: others.length,
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

/** Half of the characters in place: the same plate, not another one.
 * @param {string} plate @param {string} truth */
function isLike(plate, truth) {
  const same = [...truth].filter((char, i) => plate[i] === char).length;
  return same >= truth.length / 2;
}

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
    const others = sum((s) => Math.max(0, s.reports - 1 - s.doubles));
    print(
      `  not found ${sum((s) => Number(s.reports === 0))}, doubles ${sum((s) => s.doubles)}, ` +
        `id switches ${sum((s) => s.switches)}; ` +
        `reported exactly once ${rate(sum((s) => Number(s.reports > 0 && s.doubles === 0)))}, ` +
        `other plates and signs ${others}`,
    );
  }
}
