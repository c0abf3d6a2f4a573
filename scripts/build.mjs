/**
 * Builds the app into dist/ and compresses what is worth it. Needs `scripts/setup.mjs` to have run.
 *
 *   node scripts/build.mjs [--best]    smaller files, some minutes more: for releases
 */
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { compressFolder } from './lib/compress.mjs';
import { writeLicences } from './lib/licences.mjs';
import { DIST, ROOT } from './lib/paths.mjs';
import { writeStamp } from './lib/stamp.mjs';

const { values } = parseArgs({ options: { best: { type: 'boolean', default: false } } });

process.chdir(ROOT);
await build({ logLevel: 'warn', build: { outDir: DIST, emptyOutDir: true } });
writeLicences(DIST);
const { files, before, after } = await compressFolder(DIST, values);
writeStamp();
const mb = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(1);
console.log(`Built ${DIST}: ${files} files compressed, ${mb(before)} MB to ${mb(after)} MB.`);
