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
 */
/** @typedef {{ name: string, settle: boolean, shots: ScoredShot[] }} ScoredVideo */

/**
 * @param {import('../video/set.mjs').MadeVideo} video @param {any} log the JSON log
 * @param {boolean} settle @returns {ScoredVideo}
 */
export function scoreVideo({ name, shots }, log, settle) {
  return {
    name,
    settle,
    shots: shots.map(({ truth, rows, fromMs, toMs }) => {
      const reports = log.vehicles
        .filter(
          (/** @type {any} */ v) => v.first_seen_ms < toMs + 300 && v.first_seen_ms >= fromMs - 100,
        )
        .sort((/** @type {any} */ a, /** @type {any} */ b) => b.frames - a.frames);
      const main = reports[0];
      const readings = main?.single_readings ?? [];
      const surest = [...readings].sort((a, b) => b.confidence - a.confidence)[0];
      return {
        truth,
        rows,
        voted: main?.plate ?? '',
        readings: readings.length,
        singles: readings.filter((/** @type {any} */ r) => r.text === truth).length,
        best: surest?.text === truth,
        reports: reports.length,
        doubles: reports.slice(1).filter((/** @type {any} */ v) => isLike(v.plate, truth)).length,
      };
    }),
  };
}

/** Half of the characters in place: a second report of the same plate, not another one.
 * @param {string} plate @param {string} truth */
function isLike(plate, truth) {
  const same = [...truth].filter((char, i) => plate[i] === char).length;
  return same >= truth.length / 2;
}

/** @param {ScoredVideo[]} videos */
export function printLiveReport(videos) {
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
    const single = sum((s) => (s.readings > 0 ? s.singles / s.readings : 0));
    console.log(
      `${name} (${n}): exact by voting ${rate(sum((s) => Number(s.voted === s.truth)))}, ` +
        `mean single frame ${rate(single)}, most confident frame ${rate(sum((s) => Number(s.best)))}; ` +
        `reported once ${rate(sum((s) => Number(s.reports === 1)))}, not at all ${sum((s) => Number(s.reports === 0))}, ` +
        `doubles ${sum((s) => s.doubles)}, others ${sum((s) => Math.max(0, s.reports - 1 - s.doubles))}`,
    );
  }
}
