/** Downloads of the batch: CSV, JSON, and the plates' crops. */
import { plateStatus } from '../../core/results.ts';
import { resultsToCsv } from '../../core/resultsCsv.ts';
import { resultsToJson } from '../../core/resultsJson.ts';
import { fileStem } from '../components/fileName.ts';
import { showToast } from '../components/toasts.tsx';
import { saveFile } from '../saveFile.ts';
import { APP_VERSION } from '../version.ts';
import { type PhotoItem, toResults } from './items.ts';

export function downloadCsv(items: readonly PhotoItem[]): void {
  const csv = resultsToCsv(toResults(items));
  saveFile(new Blob([csv], { type: 'text/csv;charset=utf-8' }), 'plates.csv');
}

export function downloadJson(items: readonly PhotoItem[], includePlace: boolean): void {
  const json = resultsToJson(toResults(items), { appVersion: APP_VERSION, includePlace });
  saveFile(new Blob([json], { type: 'application/json' }), 'plates.json');
}

/** `ABC123_car-1.png`: the text first, so that files sort by plate. */
export function cropName(item: PhotoItem, plate: number): string {
  const read = item.outcome?.kind === 'read' ? item.outcome.plates[plate] : undefined;
  const text = read && plateStatus(read) === 'ok' ? read.reading?.text : 'unreadable';
  return `${text}_${fileStem(item.file)}-${plate + 1}.png`;
}

export function downloadCrop(item: PhotoItem, plate: number): void {
  const crop = item.crops[plate];
  if (crop) saveFile(crop, cropName(item, plate));
}

/** All crops as one zip; entries of equal names are numbered. */
export async function downloadCrops(items: readonly PhotoItem[]): Promise<void> {
  const taken = new Set<string>();
  const entries = items.flatMap((item) =>
    item.crops.flatMap((crop, plate) => {
      if (crop === null) return [];
      const name = unique(cropName(item, plate), taken);
      return [{ name, input: crop }];
    }),
  );
  if (entries.length === 0) {
    showToast({ text: 'There are no plates to download yet.' });
    return;
  }
  const { downloadZip } = await import('client-zip');
  saveFile(await downloadZip(entries).blob(), 'plate-crops.zip');
}

function unique(name: string, taken: Set<string>): string {
  let candidate = name;
  for (let n = 2; taken.has(candidate.toLowerCase()); n += 1) {
    candidate = name.replace(/\.png$/, ` (${n}).png`);
  }
  taken.add(candidate.toLowerCase());
  return candidate;
}
