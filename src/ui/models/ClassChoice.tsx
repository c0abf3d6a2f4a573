import { useState } from 'preact/hooks';
import { saveModelCard } from '../../store/models.ts';
import { showError } from '../components/toasts.tsx';
import { activeOf, type ListedModel, loadModels } from './modelsState.ts';

/** Which classes of a person's own detector are plates. Its names say so, or else the person does. */
export function ClassChoice({ model }: { readonly model: ListedModel }) {
  const { card, sha256, task } = model;
  // Open where a choice is needed, and it stays open while several are ticked.
  const [open] = useState(!card.plateClasses);
  const { classes = [], plateClasses = [] } = card;
  if (sha256 === null || task !== 'detector' || classes.length < 2) return null;
  const name = (i: number) => classes[i] || `class ${i}`;
  const inUse = activeOf(task) === sha256;
  const choose = async (index: number, isPlate: boolean) => {
    const next = isPlate
      ? [...plateClasses, index].sort((a, b) => a - b)
      : plateClasses.filter((i) => i !== index);
    // Without one, everything that it finds counts. The gate's word was of the classes before.
    const { plateClasses: _, gate: __, ...rest } = card;
    await saveModelCard(sha256, next.length > 0 ? { ...rest, plateClasses: next } : rest);
    await loadModels();
  };
  return (
    <details class="how" open={open}>
      <summary>
        Plates are:{' '}
        {plateClasses.length > 0 ? plateClasses.map(name).join(', ') : 'everything it finds'}
      </summary>
      <fieldset class="class-choice" disabled={inUse}>
        <legend>
          Classes that are plates{inUse ? ' (it is in use: go back to another model first)' : ''}
        </legend>
        {classes.map((_, i) => (
          <label key={name(i)}>
            <input
              type="checkbox"
              checked={plateClasses.includes(i)}
              onChange={(event) => void choose(i, event.currentTarget.checked).catch(showError)}
            />{' '}
            {name(i)}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
