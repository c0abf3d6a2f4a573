import { hasKept, promised } from '../lasting.ts';

/** Where corrections are, said once and quietly for as long as it matters. */
export function StorageNotice() {
  if (!hasKept.value) return null;
  return (
    <p class="storage-notice" data-testid="storage-notice">
      {promised.value === true
        ? 'Kept in this browser, which promised not to clear it.'
        : 'Kept in this browser, which may clear it when space gets short.'}{' '}
      <a href="#/dataset">Back up</a>
    </p>
  );
}
