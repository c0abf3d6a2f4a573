import { render } from 'preact';
import type { CheckedPlate } from '../../core/checkedPlates.ts';
import { isDoubtful, type ListLookup, resultRows } from '../../core/results.ts';
import { percentText, plural } from '../format/numbers.ts';
import { plateWords } from '../format/plateWords.ts';
import { MARK_LABELS } from '../lists/marks.ts';
import { count, itemPlates, type PhotoItem, toResult } from '../read/items.ts';
import { plateCrop } from '../read/plateCrops.ts';
import './report.css';

/** Prints the results as a report: its own layout on paper, nothing of the screen. */
export async function printReport(items: readonly PhotoItem[], listOf: ListLookup): Promise<void> {
  const place = document.createElement('div');
  place.className = 'print-report';
  document.body.append(place);
  const urls = new Map<CheckedPlate, string>();
  for (const item of items) {
    for (const plate of itemPlates(item)) {
      const crop = await plateCrop(item, plate);
      if (crop) urls.set(plate, URL.createObjectURL(crop));
    }
  }
  render(<Report items={items} listOf={listOf} urls={urls} />, place);
  const images = Array.from(place.querySelectorAll('img'));
  await Promise.all(images.map((image) => image.decode().catch(() => undefined)));
  const end = () => {
    removeEventListener('afterprint', end);
    render(null, place);
    place.remove();
    for (const url of urls.values()) URL.revokeObjectURL(url);
  };
  addEventListener('afterprint', end);
  print();
}

/** As the rows on the screen have it. */
const CHECKED_WORDS = {
  confirmed: 'Right',
  corrected: 'Corrected',
  rejected: 'Not a plate',
  added: 'Added',
} as const;

function Report(props: {
  readonly items: readonly PhotoItem[];
  readonly listOf: ListLookup;
  readonly urls: ReadonlyMap<CheckedPlate, string>;
}) {
  const { items, listOf, urls } = props;
  const { total, plates, checkedPlates, rejected, changed, doubtful } = count(items);
  return (
    <>
      <h1>Licence plates</h1>
      <p>
        {plural(total, 'photo')}, {plural(plates, 'plate')}; {checkedPlates} checked by a person,{' '}
        {changed} of them corrected or added; {rejected > 0 && `${rejected} not a plate; `}
        {doubtful} still in doubt. Printed{' '}
        {new Date().toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' })}.
      </p>
      <table>
        <thead>
          <tr>
            <th>Picture</th>
            <th>Plate</th>
            <th>Sure</th>
            <th>Checked</th>
            <th>Time</th>
            <th>List</th>
            <th>Photo</th>
          </tr>
        </thead>
        <tbody>
          {items.flatMap((item) => {
            const result = toResult(item);
            if (!result) return [];
            const shown = itemPlates(item);
            return resultRows(result, listOf).map((row, n) => {
              const plate = shown[n];
              const url = plate && urls.get(plate);
              return (
                <tr key={`${item.index}-${n}`}>
                  <td>{url && <img src={url} alt="" />}</td>
                  <td class="print-plate">
                    {row.status === 'rejected'
                      ? 'not a plate'
                      : plate && row.plate === ''
                        ? plateWords(plate)
                        : row.plate || row.status.replace('_', ' ')}
                  </td>
                  <td>
                    {row.confidence === null || row.checked !== ''
                      ? ''
                      : percentText(row.confidence)}
                  </td>
                  <td>
                    {plate && isDoubtful(plate) && 'In doubt'}
                    {row.checked &&
                      (plate?.status === 'unreadable'
                        ? 'Not readable'
                        : CHECKED_WORDS[row.checked])}
                  </td>
                  <td>
                    {row.takenAt.replace('T', ' ').slice(0, 16)}{' '}
                    {row.takenFrom === 'file' && '(file)'}
                  </td>
                  <td>{row.list && MARK_LABELS[row.list]}</td>
                  <td>{row.file}</td>
                </tr>
              );
            });
          })}
        </tbody>
      </table>
    </>
  );
}
