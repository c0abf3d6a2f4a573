/**
 * Holds the rooms apart: who may import whom, as CONTRIBUTING.md lists it, and how long a file may
 * grow. Part of `npm run lint`; exits 1 with one line per breach.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, posix, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './lib/paths.mjs';

/** Room → rooms it may import besides itself. */
const MAY_IMPORT = /** @type {Record<string, string[]>} */ ({
  'src/core': [],
  'src/inference': ['src/core', 'src/rpc'],
  'src/store': ['src/core'],
  'src/rpc': ['src/core'],
  'src/archive': ['src/core', 'src/inference', 'src/store', 'src/rpc'],
  workers: ['src/core', 'src/inference', 'src/store', 'src/archive', 'src/rpc'],
  'src/ui': ['src/core', 'src/store', 'src/rpc'],
});

/** Of another room's files, the only ones some room may touch. */
const ONLY = /** @type {Record<string, RegExp>} */ ({
  'src/inference → src/rpc': /contract\.ts$/i,
  'workers → src/rpc': /contract\.ts$/i,
  'src/archive → src/rpc': /contract\.ts$/i,
  // Of inference the archive needs only decoding and encoding of pictures.
  'src/archive → src/inference': /(decode|images)\.ts$/i,
});

/** Packages of one room only: the rest of the app must not know them. */
const PACKAGES = /** @type {[RegExp, string[]][]} */ ([
  [/^onnxruntime-web/, ['src/inference']],
  [/^(@)?tesseract\.js/, ['src/inference']],
  [/^idb$/, ['src/store']],
  [/^(preact|@preact\/)/, ['src/ui']],
  [/^workbox-/, ['workers']],
]);
/** Libraries of pure functions that core may use. */
const PURE_PACKAGES = /^(fflate|client-zip)$/;

const LONGEST = 400;

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
const roomOf = (path) =>
  Object.keys(MAY_IMPORT).find((room) => path === room || path.startsWith(`${room}/`)) ?? null;

/**
 * What one source file does wrong.
 * @param {string} path from the root, with slashes
 * @param {string} source
 * @returns {string[]}
 */
export function breachesOf(path, source) {
  const room = roomOf(path);
  const breaches = [];
  const lines = source.split('\n').length;
  if (lines > LONGEST) breaches.push(`${path}: ${lines} lines, more than ${LONGEST}`);
  if (!room) return breaches;
  for (const name of IMPORTS.flatMap((pattern) => found(source, pattern))) {
    const problem = name.startsWith('.')
      ? relativeProblem(room, posix.join(posix.dirname(path), name))
      : packageProblem(room, name);
    if (problem) breaches.push(`${path}: imports ${name}: ${problem}`);
  }
  for (const worker of found(source, WORKERS)) {
    const file = posix.join(posix.dirname(path), worker);
    if (roomOf(file) !== 'workers') breaches.push(`${path}: starts ${file}: not in workers/`);
  }
  const impure = room === 'src/core' && IMPURE.exec(source);
  if (impure) breaches.push(`${path}: ${impure[1]}: pass clocks and seeds in`);
  return breaches;
}

/** @param {string} source @param {RegExp} pattern @returns {string[]} file names without their query */
const found = (source, pattern) =>
  [...source.matchAll(pattern)].map(([, name = '']) => name.split('?')[0] ?? '');

/** @param {string} room @param {string} target */
function relativeProblem(room, target) {
  const other = roomOf(target);
  if (!other || other === room) return null;
  if (!MAY_IMPORT[room]?.includes(other)) return `${room} must not know ${other}`;
  const only = ONLY[`${room} → ${other}`];
  return only && !only.test(target) ? `${room} may use only the contract of ${other}` : null;
}

/** @param {string} room @param {string} name */
function packageProblem(room, name) {
  if (room === 'src/core') return PURE_PACKAGES.test(name) ? null : 'src/core is pure';
  const rule = PACKAGES.find(([pattern]) => pattern.test(name));
  return rule && !rule[1].includes(room) ? `only ${rule[1].join(', ')} may use it` : null;
}

/** @returns {string[]} all source files, from the root, with slashes */
function sources() {
  return ['src', 'workers', 'scripts', 'bench', 'tests'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /^\.(ts|tsx|mjs|css)$/.test(extname(entry.name)))
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/')),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const paths = sources();
  const breaches = paths.flatMap((p) => breachesOf(p, readFileSync(join(ROOT, p), 'utf8')));
  for (const breach of breaches) console.error(breach);
  console.log(`Rooms: ${paths.length} files, ${breaches.length} breaches.`);
  if (breaches.length > 0) process.exit(1);
}
