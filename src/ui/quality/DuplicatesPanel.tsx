import { useSignal } from '@preact/signals';
import { pairKey } from '../../core/quality/duplicates.ts';
import type { SampleGroup } from '../../core/quality/summary.ts';
import { ignore, unignore } from '../../store/analysis.ts';
import { showError, showToast } from '../components/toasts.tsx';
import { deleteWithUndo } from '../dataset/datasetState.ts';
import { plural } from '../format/numbers.ts';
import { mergeLabels } from './mergeLabels.ts';
import { overview, showFigures } from './qualityState.ts';
import { Thumb } from './Thumb.tsx';

const AT_ONCE = 20;

/** Copies side by side with the photo that is kept. */
export function DuplicatesPanel() {
  const shown = useSignal(AT_ONCE);
  const groups = overview.value?.summary.groups ?? [];
  if (groups.length === 0) {
    return <p class="quality-note">No two photos show the same picture.</p>;
  }
  const copies = groups.reduce((sum, { copies: own }) => sum + own.length, 0);
  return (
    <div class="quality-panel">
      <div class="group-head">
        <p class="quality-note">
          {plural(copies, 'photo')} that show the same picture as another. Kept is the one that is
          labelled and has most pixels; labels that only a copy has are moved to it.
        </p>
        <button type="button" class="button" onClick={() => void keepBest(groups)}>
          Keep the best of all {groups.length}
        </button>
      </div>
      <ul class="group-list">
        {groups.slice(0, shown.value).map((group) => (
          <Group key={group.kept} group={group} />
        ))}
      </ul>
      {groups.length > shown.value && (
        <button
          type="button"
          class="button"
          onClick={() => {
            shown.value += AT_ONCE;
          }}
        >
          Show more: {groups.length - shown.value} left
        </button>
      )}
    </div>
  );
}

function Group({ group }: { readonly group: SampleGroup }) {
  const { kept, copies } = group;
  return (
    <li
      class="card"
      data-testid="duplicate-group"
      data-samples={[kept, ...copies.map(({ sample }) => sample)].join(' ')}
    >
      <ul class="side-by-side">
        <li>
          <Thumb sample={kept} alt="The photo that is kept" />
          <p>
            <b>Kept</b>
          </p>
        </li>
        {copies.map(({ sample, exact }) => (
          <li key={sample}>
            <Thumb sample={sample} alt="A copy" />
            <p class="muted">{exact ? 'Same file' : 'Same picture'}</p>
          </li>
        ))}
      </ul>
      <div class="correct-line">
        <button type="button" class="button" onClick={() => void keepBest([group])}>
          Keep the best, delete {plural(copies.length, 'copy').replace(/copys$/, 'copies')}
        </button>
        <button type="button" class="button button-quiet" onClick={() => void callDistinct(group)}>
          Not the same
        </button>
      </div>
    </li>
  );
}

async function keepBest(groups: readonly SampleGroup[]): Promise<void> {
  try {
    const merged: string[] = [];
    for (const group of groups) {
      if (await mergeLabels(group)) merged.push(...group.copies.map(({ sample }) => sample));
    }
    if (merged.length > 0) await deleteWithUndo(merged);
  } catch (error) {
    showError(error);
  }
}

/** Remembered for good, whatever is measured later. */
async function callDistinct({ kept, copies }: SampleGroup): Promise<void> {
  const all = [kept, ...copies.map(({ sample }) => sample)];
  const pairs = all.flatMap((a, n) => all.slice(n + 1).map((b) => pairKey(a, b)));
  try {
    await ignore('distinct', pairs, Date.now());
  } catch (error) {
    showError(error);
    return;
  }
  await showFigures();
  showToast({
    text: 'They will not be shown as copies again.',
    action: {
      label: 'Undo',
      run: () => {
        unignore('distinct', pairs).then(showFigures).catch(showError);
      },
    },
  });
}
