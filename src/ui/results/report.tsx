import { render } from 'preact';
import type { ListLookup } from '../../core/results.ts';
import { resultRows } from '../../core/results.ts';
import { percentText, plural } from '../format/numbers.ts';
import { count, itemPlates, type PhotoItem, toResult } from '../read/items.ts';
import './report.css';

/** Prints the results as a report: its own layout on paper, nothing of the screen. */
export async function printReport(items: readonly PhotoItem[], listOf: ListLookup): Promise<void> {
  const place = document.createElement('div');
  place.className = 'print-report';
  document.body.append(place);
  const urls: string[] = [];
  const urlOf = (blob: Blob | null | undefined) => {
    if (!blob) return null;
    const url = URL.createObjectURL(blob);
    urls.push(url);
    return url;
  };
  render(<Report items={items} listOf={listOf} urlOf={urlOf} />, place);
  const images = Array.from(place.querySelectorAll('img'));
  await Promise.all(images.map((image) => image.decode().catch(() => undefined)));
  const end = () => {
    removeEventListener('afterprint', end);
    render(null, place);
    place.remove();
    for (const url of urls) URL.revokeObjectURL(url);
  };
  addEventListener('afterprint', end);
  print();
}

function Report(props: {
  readonly items: readonly PhotoItem[];
  readonly listOf: ListLookup;
  readonly urlOf: (blob: Blob | null | undefined) => string | null;
}) {
  const { items, listOf, urlOf } = props;
  const { total, plates, checked, changed, doubtful } = count(items);
  return (
    <>
      <h1>Licence plates</h1>
      <p>
        {plural(total, 'photo')}, {plural(plates, 'plate')}; {checked} checked by a person,{' '}
        {changed} of them corrected; {doubtful} still in doubt. Printed{' '}
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
              const at = shown[n]?.predicted;
              const url = at == null ? null : urlOf(item.crops[at]);
              return (
                <tr key={`${item.index}-${n}`}>
                  <td>{url && <img src={url} alt="" />}</td>
                  <td class="print-plate">{row.plate || row.status.replace('_', ' ')}</td>
                  <td>
                    {row.confidence === null || row.checked !== ''
                      ? ''
                      : percentText(row.confidence)}
                  </td>
                  <td>{row.checked}</td>
                  <td>
                    {row.takenAt.replace('T', ' ').slice(0, 16)}{' '}
                    {row.takenFrom === 'file' && '(file)'}
                  </td>
                  <td>{row.list}</td>
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
