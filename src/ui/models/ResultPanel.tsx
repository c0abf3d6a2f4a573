import { plural } from '../format/numbers.ts';
import { ChangedPlates, RegressFailures } from './ChangedPlates.tsx';
import { shown } from './compareRun.ts';
import { ReadDifferently } from './ReadDifferently.tsx';
import { FigureTable, SliceTable } from './ResultTables.tsx';
import { evidenceText, keptAsideText, reasonText, VERDICTS } from './verdictWords.ts';

/** What a comparison found: the verdict, the figures side by side, slices, and every plate that changed. */
export function ResultPanel() {
  const kept = shown.value;
  if (!kept) return null;
  const {
    comparison,
    candidate,
    reference,
    task,
    overruled,
    unread = 0,
    learnt = 0,
    unlabelled,
  } = kept;
  const { gate } = comparison;
  const aside = keptAsideText(gate);
  return (
    <section class="card models-result" aria-labelledby="models-result">
      <h2 id="models-result">
        {candidate[task]} against {reference[task]}
      </h2>
      <div class="verdict" data-testid="gate-verdict" data-verdict={gate.verdict} role="status">
        <b>{VERDICTS[gate.verdict]}</b>
        <ul>
          {gate.reasons.map((reason) => (
            <li key={JSON.stringify(reason)}>{reasonText(reason)}</li>
          ))}
        </ul>
        <p class="muted">
          {plural(gate.n, 'plate')} counted, each vehicle once: {gate.mended} mended, {gate.broken}{' '}
          broken. Evidence that it is better: {evidenceText(gate)}.{' '}
          {plural(gate.regress.items, 'known picture')} checked, {gate.regress.red} got worse.
          {unread > 0 && ` ${plural(unread, 'photo')} could not be read.`}
        </p>
        {learnt > 0 && (
          <p class="muted">
            {plural(learnt, 'photo')} that a model learnt from, or of the same vehicle, count for
            nothing: it would know them by heart. What you answer from now on counts.
          </p>
        )}
        {aside && <p class="muted">{aside}</p>}
        {overruled && (
          <p>You chose to use it all the same on {new Date(overruled).toLocaleDateString()}.</p>
        )}
      </div>
      <FigureTable kept={kept} />
      <SliceTable comparison={comparison} />
      <RegressFailures key={`known ${kept.id}`} comparison={comparison} />
      <ChangedPlates key={kept.id} plates={comparison.changed} />
      {unlabelled && <ReadDifferently key={`differ ${kept.id}`} outcome={unlabelled} />}
    </section>
  );
}
