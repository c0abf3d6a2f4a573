import { plural } from '../format/numbers.ts';
import { chosen, rows, shownRows } from './datasetState.ts';

/** Which samples an export is made of. */
export type ExportScope = 'all' | 'shown' | 'chosen';

/** What the screen shows: all, or what its filter, or the part of Quality it came from, leaves. */
export const shownScope = (): ExportScope =>
  shownRows.peek().length < rows.peek().length ? 'shown' : 'all';

/** Ids of the samples of a scope; null for all. */
export function idsOf(scope: ExportScope): readonly string[] | null {
  if (scope === 'all') return null;
  if (scope === 'chosen') return [...chosen.value];
  return shownRows.value.map(({ id }) => id);
}

/** All, those shown, or those chosen; only what there is to choose from is offered. */
export function ScopeChoice(props: {
  readonly scope: ExportScope;
  readonly onChange: (scope: ExportScope) => void;
}) {
  const [all, shown, picked] = [rows.value.length, shownRows.value.length, chosen.value.size];
  const options: readonly (readonly [ExportScope, string, boolean])[] = [
    ['all', `All ${plural(all, 'photo')}`, true],
    ['shown', `These ${shown}, as filtered`, shown < all],
    ['chosen', `The ${picked} chosen`, picked > 0],
  ];
  const offered = options.filter(([scope, , there]) => there || scope === props.scope);
  if (offered.length < 2) return null;
  return (
    <fieldset class="choices export-scope" data-testid="export-scope">
      <legend class="label">Export</legend>
      {offered.map(([scope, label]) => (
        <label key={scope} class="menu-check">
          <input
            type="radio"
            name="export-scope"
            value={scope}
            checked={props.scope === scope}
            onChange={() => props.onChange(scope)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
