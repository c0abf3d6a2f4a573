import type { ComponentChildren } from 'preact';
import type { Reading } from '../../core/types.ts';
import { type ShownPlate, setRows } from './actions.ts';
import type { AnnotationTarget } from './annotationTarget.ts';
import { RegionField } from './RegionField.tsx';

/** What is said more rarely of a plate, folded: its country, its rows. */
export function PlateDetails(props: {
  readonly target: AnnotationTarget;
  readonly plate: ShownPlate;
  readonly reading: Reading | null;
  readonly disabled: boolean;
  readonly children: ComponentChildren;
}) {
  const { target, plate, reading, disabled } = props;
  const { label } = plate;
  return (
    <details
      class="plate-more"
      onToggle={({ currentTarget: part }) => {
        if (part.open) part.scrollIntoView({ block: 'nearest' }); // else it opens out of sight on a phone
      }}
    >
      <summary>More</summary>
      <div class="correct-line correct-details">
        <RegionField target={target} plate={plate} disabled={disabled} />
        <label>
          <span class="label">Rows</span>
          <select
            class="select"
            disabled={disabled}
            value={String(label?.rows ?? reading?.rows ?? '')}
            onChange={({ currentTarget: { value } }) =>
              setRows(target, plate, value === '1' ? 1 : value === '2' ? 2 : null)
            }
          >
            <option value="">–</option>
            <option value="1">1</option>
            <option value="2">2</option>
          </select>
        </label>
      </div>
      {props.children}
    </details>
  );
}
