/** Pre-compression with brotli and gzip, so that servers only hand files out. */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { ROOT } from './paths.mjs';

/** Photos, fonts and .gz are compressed already. */
const WORTH = new Set([
  '.html',
  '.js',
  '.mjs',
  '.css',
  '.json',
  '.svg',
  '.wasm',
  '.onnx',
  '.txt',
  '.webmanifest',
]);
const SMALLEST_BYTES = 1024;
/** A saving under this share is not worth a second file (model weights are near-random bits). */
const LEAST_SAVING = 0.05;
/** Brotli's best setting takes minutes on larger files and saves a seventh: for releases. */
const BIG_BYTES = 4_000_000;

/** Results by content, since the largest files hardly ever change. */
const CACHE = join(ROOT, 'node_modules', '.cache', 'platewheel-compressed');

const brotli = promisify(brotliCompress);
const gz = promisify(gzip);

/**
 * Writes `name.br` and `name.gz` beside every file worth it.
 * @param {string} folder
 * @param {{ best?: boolean }} [options] `best`: brotli's slowest setting for large files too
 * @returns {Promise<{ files: number, before: number, after: number }>} bytes before and after brotli
 */
export async function compressFolder(folder, { best = false } = {}) {
  await mkdir(CACHE, { recursive: true });
  const names = (await readdir(folder, { recursive: true })).filter((n) => WORTH.has(extname(n)));
  const total = { files: 0, before: 0, after: 0 };
  await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const { size } = await stat(path);
      if (size < SMALLEST_BYTES) return;
      const content = await readFile(path);
      const quality = best || size <= BIG_BYTES ? 11 : 9;
      const packed = await cached(content, `${quality}.br`, (bytes) => packBrotli(bytes, quality));
      if ((await stat(packed)).size > size * (1 - LEAST_SAVING)) return;
      await copyFile(packed, `${path}.br`);
      await copyFile(await cached(content, 'gz', (bytes) => gz(bytes, { level: 9 })), `${path}.gz`);
      total.files += 1;
      total.before += size;
      total.after += (await stat(packed)).size;
    }),
  );
  return total;
}

/** @param {Buffer} content @param {number} quality */
function packBrotli(content, quality) {
  return brotli(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  });
}

/**
 * @param {Buffer} content
 * @param {string} encoding
 * @param {(content: Buffer) => Promise<Buffer>} pack
 * @returns {Promise<string>} path of the packed file
 */
async function cached(content, encoding, pack) {
  const hash = createHash('sha256').update(content).digest('hex');
  const path = join(CACHE, `${hash}.${encoding}`);
  if (await stat(path).catch(() => null)) return path;
  const partial = `${path}.${process.pid}`;
  await writeFile(partial, await pack(content));
  await rename(partial, path);
  return path;
}
