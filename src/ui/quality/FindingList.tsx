import type { Finding } from '../../core/quality/findings.ts';
import { TableScroll } from '../charts/TableScroll.tsx';
import { openSamples } from './open.ts';
import '../charts/chart.css';

const KINDS: Readonly<Record<Finding['kind'], string>> = {
  text: 'text',
  missed: 'missed plate',
  loose: 'loose box',
};
const MOST = 1000;

/** All of them in order, most suspicious first. */
export function FindingList({ findings }: { readonly findings: readonly Finding[] }) {
  return (
    <details class="card chart-table">
      <summary>As a list ({findings.length})</summary>
      <TableScroll label="All suspicious labels">
        <table>
          <thead>
            <tr>
              {['Kind', 'Given', 'Read', 'Why'].map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {findings.slice(0, MOST).map((finding) => (
              <tr
                key={`${finding.kind} ${finding.sample} ${finding.plate}`}
                data-testid="finding"
                data-kind={finding.kind}
                data-sample={finding.sample}
                data-plate={finding.plate}
              >
                <th scope="row">
                  <button
                    type="button"
                    class="link-button"
                    onClick={() => openSamples([finding.sample], finding.reason)}
                  >
                    {KINDS[finding.kind]}
                  </button>
                </th>
                <td>{finding.given}</td>
                <td>{finding.read}</td>
                <td>{finding.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </details>
  );
}
