import { plural } from '../format/numbers.ts';
import { FILTERS } from './ListTools.tsx';
import { filter, query, rows } from './readState.ts';

/** What the list leaves out, which goes for "next" and "previous" too, and the way back to all. */
export function ListFilter({ of }: { readonly of: 'list' | 'photo' }) {
  const typed = query.value.trim();
  if (filter.value === 'all' && typed === '') return null;
  return (
    <p class={of === 'list' ? 'list-filter' : 'photo-filter'}>
      {plural(rows.value.length, 'row')}
      {filter.value !== 'all' && ` · ${FILTERS.find(([id]) => id === filter.value)?.[1]}`}
      {typed !== '' && ` · “${typed}”`}{' '}
      <button type="button" class="link-button" onClick={showAll}>
        Show all
      </button>
    </p>
  );
}

function showAll(): void {
  filter.value = 'all';
  query.value = '';
}
