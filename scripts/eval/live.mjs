/**
 * Scores the Live screen on made videos of real photos, through the built app: voting against
 * single frames, and whether each vehicle is reported exactly once.
 *
 *   node scripts/eval/live.mjs --photos DIR --truth FILE [--vehicles 60] [--size 416] [--settle] [--from N] [--videos N]
 *
 *   --photos DIR    photos with one plate each, and --truth FILE: CSV file,x,y,width,height,text,rows
 *   --vehicles N    how many (two thirds with one row, one third with two, where there are enough)
 *   --size N        the detector's input: 320, 416, 640, or Automatic as the app chooses by itself
 *   --settle        stop reading a vehicle when its text has settled, as the app does by itself;
 *                   without it every crop is read, so that single frames can be compared
 *   --from N --videos N    only these videos of the set, to spread a long run
 *   --json FILE     adds the results of these videos (default: beside the videos) and prints the sum
 *
 * Prints the rates over one-row, two-row and all vehicles: exact by voting, the mean single frame, the
 * most confident single frame; and how many were reported once, not at all, twice (doubles), under
 * changing ids (switches: a vehicle that goes on as another row, or a row that takes another vehicle
 * over), and what else was reported (other plates and signs in the photos), with its texts.
 *
 * Needs ffmpeg. Videos are kept in .cache/live-eval, in a folder for each set of photos. Each vehicle
 * gets an approach of 2.2 s with drift, shake, defocus and motion blur; four follow one another in a
 * video. Deterministic: the same seed makes the same videos.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../lib/paths.mjs';
import { isFresh } from '../lib/stamp.mjs';
import { makeVideos, setName } from '../video/set.mjs';
import { openLivePage } from './livePage.mjs';
import { othersText, printLiveReport, RULES, scoreVideo } from './liveScore.mjs';

const { values: options } = parseArgs({
  options: {
    photos: { type: 'string' },
    truth: { type: 'string' },
    vehicles: { type: 'string', default: '60' },
    size: { type: 'string', default: '416' },
    settle: { type: 'boolean', default: false },
    from: { type: 'string', default: '0' },
    videos: { type: 'string', default: '1000' },
    json: { type: 'string' },
  },
});
if (!options.photos || !options.truth) {
  console.error('Usage: node scripts/eval/live.mjs --photos DIR --truth FILE [--vehicles 60]');
  process.exit(2);
}
const wish = {
  photos: resolve(options.photos),
  truth: resolve(options.truth),
  vehicles: Number(options.vehicles),
};
const into = resolve('.cache/live-eval', setName(wish));
const videos = await makeVideos({ ...wish, into });
const report = resolve(options.json ?? join(into, 'results.json'));
/** @type {(import('./liveScore.mjs').ScoredVideo & { run: string })[]} */
const before = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : [];
const from = Number(options.from);
const chosen = videos.slice(from, from + Number(options.videos));
/** Names what was measured: results of other models, sizes or rules must not be added up. @param {any} log */
const runOf = ({ detector, reader }) =>
  [options.size, options.settle ? 'settled' : 'all', detector.sha256, reader.sha256, RULES].join(
    ' ',
  );
let run = '';
/** After each video: a long run may be cut short. */
function save() {
  mkdirSync(dirname(report), { recursive: true });
  writeFileSync(report, `${JSON.stringify(before, null, 1)}\n`);
}

if (!isFresh()) {
  const script = join(ROOT, 'scripts/build.mjs');
  const { status } = spawnSync(process.execPath, [script], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
const page = await openLivePage({ readAll: !options.settle, size: options.size });
try {
  for (const video of chosen) {
    const log = await page.watch(video.file);
    run = runOf(log);
    const scored = { ...scoreVideo(video, log), run };
    const at = before.findIndex((b) => b.name === scored.name && b.run === run);
    if (at >= 0) before.splice(at, 1);
    before.push(scored);
    save();
    for (const shot of scored.shots) {
      console.log(
        `${shot.truth}: voted ${shot.voted || '–'}, ${shot.readings} readings, ${shot.reports} reports` +
          `${shot.doubles ? `, ${shot.doubles} DOUBLE` : ''}${shot.switches ? `, ${shot.switches} SWITCHED` : ''}` +
          `${shot.others.length > 0 ? `, others: ${othersText(shot)}` : ''}`,
      );
    }
  }
} finally {
  await page.close();
}
printLiveReport(before.filter((scored) => scored.run === run));
