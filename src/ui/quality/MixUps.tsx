import { useEffect, useState } from 'preact/hooks';
import type { MixUp } from '../../core/quality/mixUps.ts';
import { analysis } from '../../rpc/analysis/client.ts';
import { TableScroll } from '../charts/TableScroll.tsx';
import { showError } from '../components/toasts.tsx';
import { overview } from './qualityState.ts';

const SHOWN = 12;

/** Characters that labels and reader hold for one another. */
export function MixUps() {
  const [found, setFound] = useState<readonly MixUp[] | null>(null);
  const at = overview.value?.at;
  useEffect(() => {
    let isGone = false;
    const take = (mixed: readonly MixUp[]) => {
      if (!isGone) setFound(mixed);
    };
    if (at !== undefined) analysis.mixUps().then(take, showError);
    return () => {
      isGone = true;
    };
  }, [at]);
  if (!found) return null;
  const { seen = 0, samples = 0 } = overview.value?.summary ?? {};
  const isPart = seen < samples;
  return (
    <section class="card" aria-labelledby="mixed-title">
      <h2 id="mixed-title">Taken for another</h2>
      {found.length === 0 ? (
        <p>
          {isPart
            ? 'Not known yet: the models are still looking at the photos.'
            : 'Nowhere does the reader surely see another character than the label says.'}
        </p>
      ) : (
        <>
          <p class="muted">
            Where the label says one character and the reader surely sees another: wrong labels, or
            a habit of the reader that a personal layer can learn away.
          </p>
          <TableScroll label="Characters taken for another">
            <table>
              <thead>
                <tr>
                  <th scope="col">Label</th>
                  <th scope="col">Reader</th>
                  <th scope="col">Times</th>
                </tr>
              </thead>
              <tbody>
                {found.slice(0, SHOWN).map(({ given, seen, count }) => (
                  <tr key={given + seen}>
                    <th scope="row">{given}</th>
                    <td>{seen || 'nothing'}</td>
                    <td>{count}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableScroll>
        </>
      )}
    </section>
  );
}
