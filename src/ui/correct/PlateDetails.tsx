import type { ComponentChildren } from 'preact';
import { UNREADABLE_REASONS } from '../../core/dataset/types.ts';
import type { Reading } from '../../core/types.ts';
import { markUnreadable, REASON_NAMES, type ShownPlate, setRows } from './actions.ts';
import type { AnnotationTarget } from './annotationTarget.ts';
import { RegionField } from './RegionField.tsx';

/** What is said more rarely of a plate, folded: why it cannot be read, its country, its rows. */
export function PlateDetails(props: {
  readonly target: AnnotationTarget;
  readonly plate: ShownPlate;
  readonly reading: Reading | null;
  readonly disabled: boolean;
  readonly answer: (say: () => unknown) => void;
  readonly children: ComponentChildren;
}) {
  const { target, plate, reading, disabled } = props;
  const { label } = plate;
  return (
    <details class="plate-more">
      <summary>More</summary>
      <div class="correct-line correct-details">
        <label>
          <span class="label">Unreadable</span>
          <select
            class="select"
            disabled={disabled}
            value={label?.unreadable ?? ''}
            onChange={({ currentTarget: { value } }) => {
              const reason = UNREADABLE_REASONS.find((r) => r === value) ?? null;
              if (reason) props.answer(() => markUnreadable(target, plate, reason));
              else markUnreadable(target, plate, null);
            }}
          >
            <option value="">no</option>
            {UNREADABLE_REASONS.map((reason, i) => (
              <option key={reason} value={reason}>
                {i + 1} {REASON_NAMES[reason]}
              </option>
            ))}
          </select>
        </label>
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
