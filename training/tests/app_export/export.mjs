/**
 * The app's own dataset export, run outside a browser: `node export.mjs KEPT.json OUT.zip`. Only the
 * database is replaced, by what KEPT.json holds (see make.py); crops come from it ready-made, as
 * cutting them needs a canvas.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const [, , keptFile, out] = process.argv;
const kept = JSON.parse(await readFile(keptFile, 'utf8'));
const bytes = (base64) => Uint8Array.from(Buffer.from(base64, 'base64')).buffer;

globalThis.navigator ??= {}; // no private file system: the export stays in memory
globalThis.database = {
  savedSamples: async () => kept.samples,
  savedPhoto: async (id) => bytes(kept.photos[id]),
  savedDerived: async (id, what) => ({ bytes: bytes(kept.derived[`${id} ${what}`]) }),
  ensureIdentity: async () => ({ splitSeed: 'made-for-tests' }),
};
const replaced = {
  name: 'database',
  resolveId: (source) => (/store\/(library|identity)\.ts$/.test(source) ? '\0database' : null),
  load: (id) =>
    id === '\0database'
      ? `export const { savedSamples, savedPhoto, savedDerived, ensureIdentity } = globalThis.database;
         export const saveDerived = null, savedSample = null, randomId = null;`
      : null,
};

const dir = await mkdtemp(join(tmpdir(), 'export-'));
try {
  const input = fileURLToPath(new URL('../../../src/archive/datasetExport.ts', import.meta.url));
  const bundle = await rolldown({ input, platform: 'node', plugins: [replaced] });
  await bundle.write({ dir, entryFileNames: 'export.mjs' });
  const { exportDataset } = await import(pathToFileURL(join(dir, 'export.mjs')).href);
  const job = { signal: new AbortController().signal, report: () => undefined };
  const { file } = await exportDataset({ kind: 'private' }, kept.options, job);
  await writeFile(out, Buffer.from(await file.arrayBuffer()));
} finally {
  await rm(dir, { recursive: true });
}
