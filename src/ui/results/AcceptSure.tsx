import { useState } from 'preact/hooks';
import { type Answer, MOST_WRONG, sureSet } from '../../core/quality/sureSet.ts';
import { isDoubtful } from '../../core/results.ts';
import { percentText, plural } from '../format/numbers.ts';
import { itemPlates } from '../read/items.ts';
import { batch } from '../read/readState.ts';
import { confirmPlates } from './confirmPlates.ts';

/** Takes sure readings as right in one go, from the confidence on that the person's answers justify. */
export function AcceptSure({ answers }: { readonly answers: readonly Answer[] }) {
  const [working, setWorking] = useState(false);
  const set = sureSet(answers);
  const { from } = set;
  if (from === null) {
    return (
      <p class="muted" data-testid="accept-sure">
        Not enough yet to accept sure readings in one go: that begins once you have checked{' '}
        {set.needed} sure ones and all were right (a wrong one asks for more). So far you checked{' '}
        {plural(set.answers, 'reading')}; {set.right} {set.right === 1 ? 'was' : 'were'} right.
      </p>
    );
  }
  const open = openFrom(from);
  const accept = async () => {
    setWorking(true);
    const plates = open.flatMap(({ index, n }) => {
      const item = batch.items.peek()[index];
      return item ? [{ item, plate: itemPlates(item)[n] ?? null }] : [];
    });
    const { accepted, tell } = await confirmPlates(plates);
    setWorking(false);
    tell(`${plural(accepted, 'reading')} accepted.`);
  };
  return (
    <p data-testid="accept-sure">
      From {percentText(from)} on, {set.right} of your {set.answers} answers found the reading
      right: at most {percentText(MOST_WRONG)} of such readings are wrong (9 times in 10).{' '}
      {open.length > 0 ? (
        <button type="button" class="button" disabled={working} onClick={() => void accept()}>
          {working ? 'Accepting …' : `Accept ${plural(open.length, 'reading')}`}
        </button>
      ) : (
        'None of this batch is left to accept.'
      )}
    </p>
  );
}

/** Plates nobody looked at whose reading is at least this sure. */
function openFrom(from: number): { readonly index: number; readonly n: number }[] {
  return batch.items.value.flatMap((item) =>
    itemPlates(item).flatMap((plate, n) => {
      const isOpen = plate.checked === '' && plate.label === null && !isDoubtful(plate);
      const confidence = plate.read?.reading?.confidence ?? 0;
      return isOpen && confidence >= from ? [{ index: item.index, n }] : [];
    }),
  );
}
