/**
 * All pairs of 10,000 points of 256 numbers: the app's neighbours against plain JavaScript, and against
 * numpy's brute force where the machine has numpy. Ratios on one machine in one run.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { ROOT } from '../scripts/lib/paths.mjs';
import { seeded } from '../scripts/video/simulate.mjs';

const COUNT = 10_000;
const DIM = 256;
const K = 10;
/** Rows of the plain loop that are timed; the rest is the same again. */
const PLAIN_ROWS = 200;

/** The module as Node can load it. @param {string} folder */
async function loadNeighbours(folder) {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      lib: { entry: join(ROOT, 'src/core/quality/knn.ts'), formats: ['es'], fileName: 'knn' },
      outDir: folder,
    },
  });
  return import(pathToFileURL(join(folder, 'knn.js')).href);
}

/** @param {Float32Array} data @param {number} rows */
function plain(data, rows) {
  for (let i = 0; i < rows; i++) {
    const best = new Float64Array(K).fill(Number.POSITIVE_INFINITY);
    for (let j = 0; j < COUNT; j++) {
      if (i === j) continue;
      let sum = 0;
      for (let d = 0; d < DIM; d++) {
        const difference =
          /** @type {number} */ (data[i * DIM + d]) - /** @type {number} */ (data[j * DIM + d]);
        sum += difference * difference;
      }
      let at = K - 1;
      if (sum >= /** @type {number} */ (best[at])) continue;
      for (; at > 0 && /** @type {number} */ (best[at - 1]) > sum; at--) {
        best[at] = /** @type {number} */ (best[at - 1]);
      }
      best[at] = sum;
    }
  }
}

const NUMPY = `
import time, numpy as np
x = np.random.default_rng(1).random((${COUNT}, ${DIM}), dtype=np.float32)
t = time.process_time(); w = time.perf_counter()
n = (x * x).sum(1)
for at in range(0, ${COUNT}, 1000):
    d = n[at:at + 1000, None] + n[None] - 2 * x[at:at + 1000] @ x.T
    i = np.argpartition(d, ${K}, axis=1)[:, :${K} + 1]
    np.take_along_axis(d, i, 1).argsort(1)
print(time.process_time() - t, time.perf_counter() - w)
`;

/** Processor and wall seconds of numpy, or null without it. */
function numpySeconds() {
  for (const python of [join(ROOT, 'training/.venv/bin/python'), 'python3']) {
    try {
      const text = execFileSync(python, ['-c', NUMPY], { stdio: ['ignore', 'pipe', 'ignore'] });
      const [cpu = 0, wall = 0] = text.toString().split(' ').map(Number);
      return { cpu, wall };
    } catch {
      // not here, or without numpy
    }
  }
  return null;
}

/** Processor and wall seconds. @param {() => void} work */
function timed(work) {
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  work();
  const { user, system } = process.cpuUsage(cpu);
  return { cpu: (user + system) / 1e6, wall: (performance.now() - wall) / 1e3 };
}

/** @param {(line: string) => void} report */
export default async function measure(report) {
  const folder = mkdtempSync(join(tmpdir(), 'platewheel-knn-'));
  try {
    const { nearestNeighbours } = await loadNeighbours(folder);
    const random = seeded(3);
    const data = new Float32Array(COUNT * DIM).map(() => random());
    const points = { data, count: COUNT, dim: DIM };
    nearestNeighbours({ data: data.subarray(0, 1000 * DIM), count: 1000, dim: DIM }, K); // warm
    const own = timed(() => nearestNeighbours(points, K));
    plain(data, 10);
    const loop = timed(() => plain(data, PLAIN_ROWS));
    const factor = (COUNT / PLAIN_ROWS) * (loop.cpu / own.cpu);
    report(
      `${COUNT} × ${DIM}, ${K} neighbours: ${own.wall.toFixed(1)} s (${own.cpu.toFixed(1)} s of processor); plain JavaScript takes ${factor.toFixed(1)} × the processor time`,
    );
    const numpy = numpySeconds();
    if (numpy) {
      report(
        `numpy: ${numpy.wall.toFixed(1)} s (${numpy.cpu.toFixed(1)} s of processor); ours has ${(numpy.cpu / own.cpu).toFixed(2)} × its speed by processor time, ${(numpy.wall / own.wall).toFixed(2)} × by the clock`,
      );
    } else report('numpy: not on this machine');
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
