import { PLATE_FORMATS } from '../../core/formats/countries.ts';
import { changeSettings, settings } from '../appSettings.ts';
import { Field } from './Field.tsx';

/** Whose plates are expected: readings that do not look like one get an offer that does. */
export function CountryField() {
  return (
    <Field
      id="country"
      label="Plates are mostly from"
      hint="A reading that has not the shape of this country’s plates gets one that has beside it, to take with a click: 0 for O, 8 for B. What was read is never changed by itself."
    >
      <select
        id="country"
        class="select"
        value={settings.value.country}
        aria-describedby="country-hint"
        onChange={(event) => changeSettings({ country: event.currentTarget.value })}
      >
        <option value="">anywhere</option>
        {PLATE_FORMATS.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </Field>
  );
}
