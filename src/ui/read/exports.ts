/** Downloads of the batch: CSV, JSON, and the plates' pictures. */

import { isDoubtful } from '../../core/results.ts';
import { type CsvOptions, resultsToCsv } from '../../core/resultsCsv.ts';
import { resultsToJson } from '../../core/resultsJson.ts';
import { fileStem } from '../components/fileName.ts';
import { showToast } from '../components/toasts.tsx';
import { draftKeyOf, isTyped, notIn } from '../correct/drafts.ts';
import { plural } from '../format/numbers.ts';
import { saveFile } from '../saveFile.ts';
import { APP_VERSION } from '../version.ts';
import { itemPlates, type PhotoItem, targetKey, toResults } from './items.ts';
import { plateCrop } from './plateCrops.ts';
import { filter, query } from './readState.ts';
import { doWork } from './work.ts';

export function downloadCsv(items: readonly PhotoItem[], options: CsvOptions = {}): void {
  const results = toResults(items);
  const csv = resultsToCsv(results, options);
  saveFile(new Blob([csv], { type: 'text/csv;charset=utf-8' }), 'plates.csv');
  tell('plates.csv', results.length, items);
}

/** For spreadsheets that expect semicolons and decimal commas, Excel in much of Europe among them. */
export function downloadSemicolonCsv(items: readonly PhotoItem[], options: CsvOptions = {}): void {
  const results = toResults(items);
  const csv = resultsToCsv(results, { ...options, delimiter: ';' });
  // Excel takes a file without the mark for one of the computer's old encoding.
  saveFile(new Blob(['\ufeff', csv], { type: 'text/csv;charset=utf-8' }), 'plates-semicolon.csv');
  tell('plates-semicolon.csv', results.length, items);
}

export async function downloadXlsx(
  items: readonly PhotoItem[],
  options: CsvOptions = {},
): Promise<void> {
  const results = toResults(items);
  const { resultsToXlsx } = await import('../results/xlsx.ts');
  saveFile(await resultsToXlsx(results, options), 'plates.xlsx');
  tell('plates.xlsx', results.length, items);
}

export function downloadJson(
  items: readonly PhotoItem[],
  options: Pick<CsvOptions, 'includePlace' | 'listOf'> = {},
): void {
  const results = toResults(items);
  const { includePlace = false } = options;
  const json = resultsToJson(results, { ...options, includePlace, appVersion: APP_VERSION });
  saveFile(new Blob([json], { type: 'application/json' }), 'plates.json');
  tell('plates.json', results.length, items);
}

/** Says what a file holds, and what it does not. */
function tell(name: string, photos: number, items: readonly PhotoItem[]): void {
  const plates = items.flatMap((item) => itemPlates(item).map((plate) => ({ item, plate })));
  const drafts = plates.filter(({ item, plate }) => isTyped(draftKeyOf(targetKey(item), plate)));
  const doubtful = plates.filter(({ plate }) => plate.status === 'ok' && isDoubtful(plate)).length;
  const unchecked =
    doubtful > 0
      ? ` ${plural(doubtful, 'reading')} in it ${doubtful === 1 ? 'is' : 'are'} doubtful and not checked.`
      : '';
  const hides = filter.peek() !== 'all' || query.peek().trim() !== '';
  const also = hides ? ', also what the filter or search hides' : '';
  showToast({
    text: `${name} written: ${plural(photos, 'photo')}${also}.${unchecked}${notIn(drafts.length)}`,
  });
}

/** `ABC123_car-1.png`: the text first, so that files sort by plate. */
export function cropName(item: PhotoItem, plate: number): string {
  const { text, status } = itemPlates(item)[plate] ?? { text: '', status: 'unreadable' };
  const first = text || (status === 'rejected' ? 'not-a-plate' : status.replace('_', '-'));
  return `${first}_${fileStem(item.file)}-${plate + 1}.png`;
}

export async function downloadCrop(item: PhotoItem, plate: number): Promise<void> {
  const shown = itemPlates(item)[plate];
  const crop = shown && (await plateCrop(item, shown));
  if (crop) saveFile(crop, cropName(item, plate));
}

/** All plates' pictures as one zip; entries of equal names are numbered. */
export async function downloadCrops(items: readonly PhotoItem[]): Promise<void> {
  const taken = new Set<string>();
  const entries: { name: string; input: Blob }[] = [];
  let missing = 0;
  const result = await doWork('Cutting out plates', items, async (item) => {
    for (const [n, plate] of itemPlates(item).entries()) {
      const input = await plateCrop(item, plate);
      if (input) entries.push({ name: unique(cropName(item, n), taken), input });
      else missing += 1;
    }
  });
  if (result === null || result.cancelled) return;
  if (entries.length === 0) {
    showToast({ text: 'There are no plates to download yet.' });
    return;
  }
  const { downloadZip } = await import('client-zip');
  saveFile(await downloadZip(entries).blob(), 'plate-crops.zip');
  const left = missing > 0 ? ` ${missing} left out: the photo is not at hand any more.` : '';
  showToast({ text: `plate-crops.zip written: ${plural(entries.length, 'picture')}.${left}` });
}

function unique(name: string, taken: Set<string>): string {
  let candidate = name;
  for (let n = 2; taken.has(candidate.toLowerCase()); n += 1) {
    candidate = name.replace(/\.png$/, ` (${n}).png`);
  }
  taken.add(candidate.toLowerCase());
  return candidate;
}
