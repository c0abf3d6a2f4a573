/** The licence texts of everything that ends up in the built app, as their licences ask. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';

const TEXT = /^(licen[cs]e|copying|notice|ofl)/i;

/**
 * Writes `licences.txt` into a folder: each package the app depends on, with its licence.
 * @param {string} folder
 * @returns {number} packages listed
 */
export function writeLicences(folder) {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const shipped = Object.entries(packages)
    .filter(([path, { dev, optional }]) => path !== '' && !dev && !optional)
    .filter(([path]) => existsSync(join(ROOT, path)))
    .map(([path, { version, license }]) => entry(path, version, license));
  writeFileSync(join(folder, 'licences.txt'), shipped.join(`\n${'-'.repeat(80)}\n\n`));
  return shipped.length;
}

/** @param {string} path @param {string} version @param {string | undefined} licence */
function entry(path, version, licence) {
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const texts = readdirSync(join(ROOT, path), { withFileTypes: true })
    .filter((file) => file.isFile() && TEXT.test(file.name))
    .map((file) => readFileSync(join(ROOT, path, file.name), 'utf8').trim());
  return [`${name} ${version}: ${licence ?? 'see its text'}`, ...texts].join('\n\n').concat('\n');
}
