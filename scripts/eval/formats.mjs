/**
 * How often the shapes of a country's plates contradict a text that is right, and what they then offer.
 *
 *   node scripts/eval/formats.mjs FILE…    CSVs with the columns `text` and `region`
 */
import { readFileSync } from 'node:fs';
import { build } from 'vite';

const built = await build({
  configFile: false,
  logLevel: 'error',
  build: {
    write: false,
    minify: false,
    lib: { entry: 'src/core/formats/hint.ts', formats: ['es'], fileName: 'hint' },
  },
});
const [{ output }] = /** @type {any} */ ([built].flat());
const { formatHint, formatOf, fitsFormat } = await import(
  `data:text/javascript,${encodeURIComponent(output[0].code)}`
);

/** @type {Map<string, { texts: number, contradicted: string[], offered: number }>} */
const countries = new Map();
for (const path of process.argv.slice(2)) {
  const [head = '', ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  const names = head.split(',');
  for (const line of lines) {
    const cells = line.split(',');
    const text = cells[names.indexOf('text')] ?? '';
    const format = formatOf(cells[names.indexOf('region')] ?? '');
    if (format === null || text === '') continue;
    const found = countries.get(format.code) ?? { texts: 0, contradicted: [], offered: 0 };
    found.texts += 1;
    if (!fitsFormat(text, format)) found.contradicted.push(text);
    if (formatHint(text, format.code) !== null) found.offered += 1;
    countries.set(format.code, found);
  }
}
let [texts, contradicted, offered] = [0, 0, 0];
const percent = (/** @type {number} */ n, /** @type {number} */ of) =>
  `${((100 * n) / of).toFixed(1)} %`;
for (const [code, found] of [...countries].sort()) {
  const { length } = found.contradicted;
  texts += found.texts;
  contradicted += length;
  offered += found.offered;
  console.log(
    `${code}: ${found.texts} texts, ${percent(length, found.texts)} without a shape of the country, ` +
      `${found.offered} wrong offers  ${found.contradicted.slice(0, 6).join(' ')}`,
  );
}
console.log(
  `All: ${texts} right texts, ${percent(contradicted, texts)} without a shape, ` +
    `${percent(offered, texts)} with a wrong offer beside them`,
);
