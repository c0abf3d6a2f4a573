/** The evaluation's report as a table for people. */

const percent = (/** @type {number} */ value) =>
  Number.isFinite(value) ? `${(100 * value).toFixed(1)} %` : '–';

/** @param {{ hits: number, n: number, rate: number, low: number, high: number }} rate */
const withInterval = ({ hits, n, rate, low, high }) =>
  n === 0
    ? '– (none)'
    : `${percent(rate)} (${hits} of ${n}; 95 %: ${percent(low)} to ${percent(high)})`;

/** @param {any} report a photo or crop report with the engine's facts */
export function printReport(report) {
  const { detector, reader, threads, detection, reading, time, failed } = report;
  const lines = [
    ['detector', `${detector.id} on ${detector.backend}, ${threads} thread(s)`],
    ['reader', `${reader.id} on ${reader.backend}`],
  ];
  if (detection) {
    lines.push(
      ['photos', `${report.photos} at ${report.inputSize} px`],
      [
        'recall',
        `${percent(detection.recall)} (${detection.found} of ${detection.truth} plates; IoU 0.5, threshold ${report.threshold})`,
      ],
      [
        'precision',
        `${percent(detection.precision)} (${detection.found} of ${detection.detections} boxes)`,
      ],
      ['mAP50', detection.map50.toFixed(4)],
      ['mAP50-95', detection.map50to95.toFixed(4)],
    );
  } else lines.push(['crops', String(report.crops)]);
  if (reading) {
    lines.push(
      ['exact plates', withInterval(reading.exact)],
      ['… of those found', withInterval(reading.ofFound)],
      ['… one row', withInterval(reading.oneRow)],
      ['… two rows', withInterval(reading.twoRow)],
      [
        'character errors',
        `${percent(reading.characterErrorRate)}; of found plates ${percent(reading.characterErrorRateOfFound)}`,
      ],
    );
  }
  lines.push(
    ['time', `median ${time.medianMs.toFixed(0)} ms, p95 ${time.p95Ms.toFixed(0)} ms`],
    [
      'failed files',
      failed.length === 0
        ? 'none'
        : `${failed.length}, such as ${failed[0].file}: ${failed[0].code}`,
    ],
  );
  console.log('');
  for (const [name, value] of lines) console.log(`${(name ?? '').padEnd(18)}${value}`);
}
