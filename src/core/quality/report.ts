/** The dataset's card: `quality.json` for machines, and one self-contained page for people. */
import { BANDS, type BandMeasure } from './conditions.ts';
import type { QualitySummary } from './summary.ts';
import type { Tile } from './tiles.ts';
import type { Todo } from './todo.ts';

export const QUALITY_TYPE = 'platewheel-quality';
export const QUALITY_VERSION = 1;

export interface ReportInput {
  readonly summary: QualitySummary;
  readonly tiles: readonly Tile[];
  readonly todo: readonly Todo[];
  /** ISO 8601. */
  readonly at: string;
  /** App and version, and the pair of models. */
  readonly source: string;
  readonly models: string | null;
  /** What the person said of where the photos are from and under which licence; '' for nothing. */
  readonly origin: string;
  readonly licence: string;
}

/** All measures without samples' names: counts and rates, with the version of each. */
export function qualityJson(input: ReportInput): string {
  const { summary, tiles, todo, at, source, models, origin, licence } = input;
  const { doubt, text, balance, leaks, groups, findings, slices, conditions, bands } = summary;
  const kinds = { text: 0, missed: 0, loose: 0 };
  for (const { kind } of findings) kinds[kind] += 1;
  const card = {
    type: QUALITY_TYPE,
    version: QUALITY_VERSION,
    source,
    models,
    at,
    origin,
    licence,
    counts: {
      samples: summary.samples,
      plates: summary.plates,
      unlabelled: summary.unlabelledCount,
      measured: summary.measured,
      seen: summary.seen,
      splits: summary.splits,
    },
    tiles: tiles.map(({ measure, count, value, detail }) => ({ measure, count, value, detail })),
    todo: todo.map(({ id, text: words }) => ({ id, text: words })),
    conditions: Object.fromEntries(conditions.map(({ condition, count }) => [condition, count])),
    bands: Object.fromEntries(
      Object.entries(bands).map(([name, own]) => [
        name,
        own.map(({ name: band, count, read }) => ({ band, count, read })),
      ]),
    ),
    duplicates: {
      groups: groups.length,
      copies: groups.reduce((n, { copies }) => n + copies.length, 0),
    },
    leaks: leaks.map(({ by, splits }) => ({ by, splits })),
    suspicious: kinds,
    slices: slices.map(({ name, plates, judged, rate, low, high }) => ({
      name,
      plates,
      judged,
      rate,
      low,
      high,
    })),
    calibration: {
      judged: doubt.judged,
      right: doubt.right,
      error: doubt.error,
      temperature: doubt.temperature,
      errorOutOfFold: doubt.errorAfter,
      bins: doubt.bins,
    },
    text: {
      lengths: text.lengths,
      formats: text.formats.slice(0, 50),
      characters: characterCounts(summary),
    },
    balance: balance.map(({ property, rows, columns, counts }) => ({
      property,
      rows,
      columns,
      counts,
    })),
  };
  return `${JSON.stringify(card, null, 1)}\n`;
}

function characterCounts({ text }: QualitySummary): Record<string, number> {
  return Object.fromEntries(
    Array.from(text.characters, (character, at) => [
      character,
      (text.counts[at] ?? []).reduce((a, b) => a + b, 0),
    ]),
  );
}

/** Of the page; a print sets it by itself, where a policy forbids styles in pages. */
export const STYLE = `
:root{color-scheme:light dark}
body{max-width:60rem;margin:2rem auto;padding:0 1rem;font:15px/1.5 system-ui,sans-serif}
h1{font-size:1.6rem}h2{margin-top:2rem;font-size:1.15rem}
table{border-collapse:collapse;margin:.5rem 0}th,td{padding:.25rem .75rem;border-bottom:1px solid #8888;text-align:left}
td{font-variant-numeric:tabular-nums}.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(12rem,1fr));gap:.75rem}
.tile{padding:.75rem;border:1px solid #8886;border-radius:8px;break-inside:avoid}.tile b{display:block;font-size:1.5rem}
@media print{h2{break-after:avoid}}
`;

/** One HTML file without scripts or anything from elsewhere; prints on A4. */
export function reportHtml(input: ReportInput): string {
  const { summary, tiles, todo, at, source, models, origin, licence } = input;
  const percent = (share: number | null) => (share === null ? '–' : `${Math.round(100 * share)} %`);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Dataset quality, ${escapeHtml(at.slice(0, 10))}</title>
<style>${STYLE}</style>
<h1>Dataset quality</h1>
<p>${escapeHtml(at)} · ${escapeHtml(source)}${models ? ` · models ${escapeHtml(models)}` : ''}</p>
${origin ? `<p>Source: ${escapeHtml(origin)}</p>` : ''}${licence ? `<p>Licence: ${escapeHtml(licence)}</p>` : ''}
<div class="tiles">${tiles
    .map(
      (tile) =>
        `<div class="tile">${escapeHtml(tile.title)}<b>${escapeHtml(tile.value)}</b>${escapeHtml(tile.detail)}</div>`,
    )
    .join('')}</div>
<h2>What most needs doing</h2>
${todo.length === 0 ? '<p>Nothing stands out.</p>' : `<ol>${todo.map((one) => `<li>${escapeHtml(one.text)}<br>${escapeHtml(one.why)}</li>`).join('')}</ol>`}
<h2>Hard conditions</h2>
${htmlTable(
  ['Condition', 'Photos', ''],
  summary.conditions.map(({ words, count }) => [
    escapeHtml(words),
    `${count}`,
    `<meter value="${count}" max="${Math.max(1, summary.samples)}"></meter>`,
  ]),
)}
${(Object.keys(BANDS) as BandMeasure[])
  .map(
    (name) =>
      `<h2>${escapeHtml(BANDS[name].title)}</h2>${htmlTable(
        ['Band', 'Plates', 'Checked', 'Read right'],
        summary.bands[name].map((band) => [
          escapeHtml(band.name),
          `${band.count}`,
          `${band.read?.n ?? 0}`,
          percent(band.read?.rate ?? null),
        ]),
      )}`,
  )
  .join('')}
<h2>How well each part is read</h2>
${htmlTable(
  ['Part', 'Plates', 'Checked', 'Read right', '95 % interval'],
  summary.slices.map(({ name, plates, judged, rate, low, high }) => [
    escapeHtml(name),
    `${plates}`,
    `${judged}`,
    percent(rate),
    low === null ? '–' : `${percent(low)} to ${percent(high)}`,
  ]),
)}
<h2>Trust in confidence</h2>
<p>${summary.doubt.judged} checked plates, ${summary.doubt.right} read right${
    summary.doubt.error === null
      ? ''
      : `; confidence off by ${percent(summary.doubt.error)} on the mean`
  }.</p>
${htmlTable(
  ['How sure', 'Plates', 'Right', '95 % interval'],
  summary.doubt.bins.map(({ confidence, count, accuracy, low, high }) => [
    percent(confidence),
    `${count}`,
    percent(accuracy),
    `${percent(low)} to ${percent(high)}`,
  ]),
)}
</html>
`;
}

function htmlTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '<p>None.</p>';
  const head = columns.map((column) => `<th scope="col">${column}</th>`).join('');
  const body = rows
    .map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
    .join('');
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => ESCAPES[c] ?? c);
