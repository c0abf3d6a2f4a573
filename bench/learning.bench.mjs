/**
 * The fit of a personal last layer to 300 plates of 8 views, as after an answer, against numpy with scipy
 * on the same numbers where the machine has them. Ratios on one machine in one run.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { ROOT } from '../scripts/lib/paths.mjs';
import { seeded } from '../scripts/video/simulate.mjs';

const [CLASSES, WIDTH, ROWS] = [37, 96, 300 * 8 * 8];
const LAMBDA = 0.1;

/** @param {string} folder */
async function loadFit(folder) {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      lib: { entry: join(ROOT, 'src/core/learning/fitHead.ts'), formats: ['es'], fileName: 'fit' },
      outDir: folder,
    },
  });
  return import(pathToFileURL(join(folder, 'fit.js')).href);
}

/** Rows whose class 12 looks like class 8: a habit. */
function problem() {
  const random = seeded(5);
  const noise = () => random() - 0.5;
  const weight = Float32Array.from({ length: CLASSES * WIDTH }, noise);
  const targets = Int16Array.from({ length: ROWS }, () => Math.floor(random() * CLASSES));
  const features = new Float32Array(ROWS * WIDTH);
  targets.forEach((target, row) => {
    const shown = target === 12 ? 8 : target;
    for (let d = 0; d < WIDTH; d++) {
      const own = /** @type {number} */ (weight[shown * WIDTH + d]);
      features[row * WIDTH + d] = 4 * (own + noise());
    }
  });
  const base = { classes: CLASSES, width: WIDTH, weight, bias: new Float32Array(CLASSES) };
  const weights = new Float64Array(ROWS).fill(1 / ROWS);
  const rows = { count: ROWS, width: WIDTH, features, targets, weights, plates: 300, left: [] };
  return { base, rows };
}

const SCIPY = `
import sys, time, numpy as np
from scipy.optimize import minimize
folder = sys.argv[1]
base = np.fromfile(folder + "/weight", "<f4").reshape(${CLASSES}, ${WIDTH}).astype(float)
x = np.fromfile(folder + "/features", "<f4").reshape(-1, ${WIDTH}).astype(float)
y = np.fromfile(folder + "/targets", "<i2").astype(int)
base = np.concatenate([base, np.zeros((${CLASSES}, 1))], 1)
x = np.concatenate([x, np.ones((len(x), 1))], 1)
def loss(w):
    h = w.reshape(base.shape)
    z = x @ h.T
    z -= z.max(1, keepdims=True)
    p = np.exp(z)
    s = p.sum(1)
    p /= s[:, None]
    out = (np.log(s) - z[np.arange(len(y)), y]).mean() + ${LAMBDA} * ((h - base) ** 2).sum()
    p[np.arange(len(y)), y] -= 1
    return out, (p.T @ x / len(y) + 2 * ${LAMBDA} * (h - base)).ravel()
t = time.process_time()
found = minimize(loss, base.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 60})
print(time.process_time() - t, found.fun, found.nit)
`;

/** @param {ReturnType<typeof problem>} problem @param {string} folder */
function scipy({ base, rows }, folder) {
  writeFileSync(join(folder, 'weight'), base.weight);
  writeFileSync(join(folder, 'features'), rows.features);
  writeFileSync(join(folder, 'targets'), rows.targets);
  const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
  for (const python of [join(ROOT, 'training/.venv/bin/python'), 'python3']) {
    try {
      const text = execFileSync(python, ['-c', SCIPY, folder], {
        env,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const [seconds = 0, loss = 0, steps = 0] = text.toString().split(' ').map(Number);
      return { seconds, loss, steps };
    } catch {
      // not here, or without scipy
    }
  }
  return null;
}

/** @param {(line: string) => void} report */
export default async function measure(report) {
  const folder = mkdtempSync(join(tmpdir(), 'platewheel-fit-'));
  try {
    const { fitHead } = await loadFit(folder);
    const given = problem();
    fitHead(given.rows, given.base, { lambda: LAMBDA, maxSteps: 5 }); // warm
    const before = process.cpuUsage();
    const own = fitHead(given.rows, given.base, { lambda: LAMBDA });
    const { user, system } = process.cpuUsage(before);
    const seconds = (user + system) / 1e6;
    report(
      `fit of 300 plates × 8 views: ${seconds.toFixed(2)} s of processor, ${own.steps} steps, loss ${own.loss.toFixed(5)}`,
    );
    const other = scipy(given, folder);
    report(
      other
        ? `numpy + scipy: ${other.seconds.toFixed(2)} s, ${other.steps} steps, loss ${other.loss.toFixed(5)}; ours takes ${(seconds / other.seconds).toFixed(2)} × as long`
        : 'numpy + scipy: not on this machine',
    );
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
