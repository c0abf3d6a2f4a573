/**
 * Scores the Live screen on made videos of real photos, through the built app: voting against
 * single frames, and whether each vehicle is reported exactly once.
 *
 *   node scripts/eval/live.mjs --photos DIR --truth FILE [--vehicles 60] [--settle] [--from N] [--videos N]
 *
 *   --photos DIR    photos with one plate each, and --truth FILE: CSV file,x,y,width,height,text,rows
 *   --vehicles N    how many (two thirds with one row, one third with two, where there are enough)
 *   --settle        stop reading a vehicle when its text has settled, as the app does by itself;
 *                   without it every crop is read, so that single frames can be compared
 *   --from N --videos N    only these videos of the set, to spread a long run
 *   --json FILE     adds the results of these videos (default .cache/live-eval.json) and prints the sum
 *
 * Needs ffmpeg. Each vehicle gets an approach of 2.2 s with drift, shake, defocus and motion blur;
 * four follow one another in a video. Deterministic: the same seed makes the same videos.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { makeVideos } from '../video/set.mjs';
import { openLivePage } from './livePage.mjs';
import { printLiveReport, scoreVideo } from './liveScore.mjs';

const { values: options } = parseArgs({
  options: {
    photos: { type: 'string' },
    truth: { type: 'string' },
    vehicles: { type: 'string', default: '60' },
    settle: { type: 'boolean', default: false },
    from: { type: 'string', default: '0' },
    videos: { type: 'string', default: '1000' },
    json: { type: 'string', default: '.cache/live-eval.json' },
  },
});
if (!options.photos || !options.truth) {
  console.error('Usage: node scripts/eval/live.mjs --photos DIR --truth FILE [--vehicles 60]');
  process.exit(2);
}
const videos = await makeVideos({
  photos: resolve(options.photos),
  truth: resolve(options.truth),
  vehicles: Number(options.vehicles),
  into: resolve('.cache/live-eval'),
});
const report = resolve(options.json);
/** @type {import('./liveScore.mjs').ScoredVideo[]} */
const before = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : [];
const from = Number(options.from);
const chosen = videos.slice(from, from + Number(options.videos));
/** After each video: a long run may be cut short. */
function save() {
  mkdirSync(dirname(report), { recursive: true });
  writeFileSync(report, `${JSON.stringify(before, null, 1)}\n`);
}

const page = await openLivePage({ readAll: !options.settle });
try {
  for (const video of chosen) {
    const log = await page.watch(video.file);
    const scored = scoreVideo(video, log, options.settle);
    const at = before.findIndex((b) => b.name === scored.name && b.settle === options.settle);
    if (at >= 0) before.splice(at, 1);
    before.push(scored);
    save();
    for (const shot of scored.shots) {
      console.log(
        `${shot.truth}: voted ${shot.voted || '–'}, ${shot.readings} readings, ${shot.reports} reports`,
      );
    }
  }
} finally {
  await page.close();
}
printLiveReport(before.filter(({ settle }) => settle === options.settle));
