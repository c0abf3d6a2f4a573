/**
 * Holds the layers apart: who may import whom, as CONTRIBUTING.md lists it, and how long a file may
 * grow. Part of `npm run lint`; exits 1 with one line per breach.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, posix, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './lib/paths.mjs';

/** Layer → layers it may import besides itself. */
const MAY_IMPORT = /** @type {Record<string, string[]>} */ ({
  'src/core': [],
  'src/inference': ['src/core'],
  'src/browser': ['src/core', 'src/inference'],
  cli: ['src/core', 'src/inference'],
  'src/store': ['src/core'],
  'src/archive': ['src/core', 'src/inference', 'src/browser', 'src/store', 'src/rpc'],
  'src/analysis': ['src/core', 'src/inference', 'src/browser', 'src/store', 'src/rpc'],
  'src/rpc': ['src/core'],
  'src/live': ['src/core', 'src/rpc'],
  workers: [
    'src/core',
    'src/inference',
    'src/browser',
    'src/store',
    'src/archive',
    'src/analysis',
    'src/rpc',
  ],
  'src/ui': ['src/core', 'src/store', 'src/live', 'src/rpc'],
});

/** Of another layer's files, the only ones some layer may touch. */
const ONLY = /** @type {Record<string, RegExp>} */ ({
  'workers → src/rpc': /contract\.ts$/i,
  'src/archive → src/rpc': /contract\.ts$/i,
  'src/analysis → src/rpc': /contract\.ts$/i,
});

/** Packages of some layers only: the rest of the app must not know them. */
const PACKAGES = /** @type {[RegExp, string[]][]} */ ([
  [/^onnxruntime-web/, ['src/browser']],
  [/^onnxruntime-node|^sharp$/, ['cli']],
  [/^(@)?tesseract\.js/, ['src/browser']],
  [/^idb$/, ['src/store']],
  [/^(preact$|preact\/|@preact\/)/, ['src/ui']],
  [/^chart\.js/, ['src/ui']],
  [/^workbox-/, ['workers']],
]);
/** Libraries of pure functions that core may use. */
const PURE_PACKAGES = /^(fflate|client-zip|yaml|@noble\/hashes\/.*)$/;

/** Lines that a file may have. */
const LONGEST = 320;

/** Static imports and exports, bare imports, dynamic imports, and worker files. */
const IMPORTS = [
  /^(?:import|export)\b[^'";]*?\bfrom\s*['"]([^'"\n]+)['"]/gm,
  /^import\s*['"]([^'"\n]+)['"]/gm,
  /\bimport\(\s*['"]([^'"\n]+)['"]/g,
];
const WORKERS = /new URL\(\s*['"](\.[^'"\n]+)['"]/g;

/** Clocks and chance, which core takes as arguments. */
const IMPURE =
  /\b(Math\.random|Date\.now|performance\.now|new Date\(\)|crypto\.(getRandom|random))/;

/** @param {string} path @returns {string | null} */
const layerOf = (path) =>
  Object.keys(MAY_IMPORT).find((layer) => path === layer || path.startsWith(`${layer}/`)) ?? null;

/**
 * What one source file does wrong.
 * @param {string} path from the root, with slashes
 * @param {string} source
 * @returns {string[]}
 */
export function breachesOf(path, source) {
  const layer = layerOf(path);
  const breaches = [];
  const lines = source.split('\n').length - 1;
  if (lines > LONGEST) breaches.push(`${path}: ${lines} lines; split it: ${LONGEST} are enough`);
  if (!layer) return breaches;
  for (const name of IMPORTS.flatMap((pattern) => found(source, pattern))) {
    const problem = name.startsWith('.')
      ? relativeProblem(layer, posix.join(posix.dirname(path), name))
      : packageProblem(layer, name);
    if (problem) breaches.push(`${path}: imports ${name}: ${problem}`);
  }
  for (const worker of layer === 'cli' ? [] : found(source, WORKERS)) {
    const file = posix.join(posix.dirname(path), worker);
    if (layerOf(file) !== 'workers') breaches.push(`${path}: starts ${file}: not in workers/`);
  }
  const impure = layer === 'src/core' && IMPURE.exec(source);
  if (impure) breaches.push(`${path}: ${impure[1]}: pass clocks and seeds in`);
  return breaches;
}

/** @param {string} source @param {RegExp} pattern @returns {string[]} file names without their query */
const found = (source, pattern) =>
  [...source.matchAll(pattern)].map(([, name = '']) => name.split('?')[0] ?? '');

/** @param {string} layer @param {string} target */
function relativeProblem(layer, target) {
  const other = layerOf(target);
  if (!other || other === layer) return null;
  if (!MAY_IMPORT[layer]?.includes(other)) return `${layer} must not know ${other}`;
  const only = ONLY[`${layer} → ${other}`];
  return only && !only.test(target) ? `${layer} may use only the contract of ${other}` : null;
}

/** @param {string} layer @param {string} name */
function packageProblem(layer, name) {
  if (layer === 'src/core') return PURE_PACKAGES.test(name) ? null : 'src/core is pure';
  const rule = PACKAGES.find(([pattern]) => pattern.test(name));
  return rule && !rule[1].includes(layer) ? `only ${rule[1].join(', ')} may use it` : null;
}

/** @param {string} folder */
const has = (folder) => existsSync(join(ROOT, folder));

/** @returns {string[]} all source files, from the root, with slashes */
function sources() {
  return ['src', 'workers', 'cli', 'scripts', 'bench', 'tests'].filter(has).flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => !/node_modules|dist/.test(entry.parentPath.slice(ROOT.length)))
      .filter((entry) => entry.isFile() && /^\.(ts|tsx|mjs|css)$/.test(extname(entry.name)))
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/')),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const paths = sources();
  const breaches = paths.flatMap((p) => breachesOf(p, readFileSync(join(ROOT, p), 'utf8')));
  for (const breach of breaches) console.error(breach);
  console.log(`Layers: ${paths.length} files, ${breaches.length} breaches.`);
  if (breaches.length > 0) process.exit(1);
}
