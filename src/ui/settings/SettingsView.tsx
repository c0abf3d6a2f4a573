import { INPUT_SIZES } from '../../store/settings.ts';
import { changeSettings, settings } from '../appSettings.ts';
import { Hint } from '../components/Hint.tsx';
import { APP_VERSION } from '../version.ts';
import { CountryField } from './CountryField.tsx';
import { DevicePanel } from './DevicePanel.tsx';
import { EnginePanel } from './EnginePanel.tsx';
import { Choice, Field } from './Field.tsx';
import { KeptPhotosField } from './KeptPhotosField.tsx';

/** The Settings screen: how photos are read, how the app looks, what this browser can do. */
export default function SettingsView() {
  const { theme, threshold, inputSize, backend, reader, singleKeyShortcuts } = settings.value;
  return (
    <div class="settings">
      <h1>Settings</h1>
      <Hint id="settings">
        Changes hold at once, in this browser only. Your photos never leave this device, whatever
        you choose here.
      </Hint>
      <section class="card" aria-labelledby="settings-reading">
        <h2 id="settings-reading">Reading</h2>
        <Field
          id="threshold"
          label="How sure a plate must be"
          hint="Whatever is less surely a plate is left out (the detection threshold). Lower finds more plates and more mistakes."
        >
          <input
            id="threshold"
            type="range"
            min="0.05"
            max="0.95"
            step="0.05"
            value={threshold}
            aria-describedby="threshold-hint"
            aria-valuetext={`${Math.round(threshold * 100)} %`}
            onInput={(event) => changeSettings({ threshold: event.currentTarget.valueAsNumber })}
          />
          <output class="field-value" for="threshold">
            {Math.round(threshold * 100)} %
          </output>
        </Field>
        <Field
          id="input-size"
          label="Size photos are searched at"
          hint="Long side of the picture in which plates are looked for (the input size). Larger finds smaller plates and takes longer."
        >
          <select
            id="input-size"
            class="select"
            value={String(inputSize)}
            aria-describedby="input-size-hint"
            onChange={(event) => changeSettings({ inputSize: Number(event.currentTarget.value) })}
          >
            {INPUT_SIZES.map((size) => (
              <option key={size} value={String(size)}>
                {size} px
              </option>
            ))}
          </select>
        </Field>
        <Choice
          label="Reader"
          hint="Platewheel’s own reader is made for plates. Tesseract reads any print and serves as a second opinion."
          value={reader}
          options={[
            { value: 'own', label: 'Platewheel' },
            { value: 'tesseract', label: 'Tesseract' },
          ]}
          onChange={(value) => changeSettings({ reader: value })}
        />
        <Choice
          label="Calculated by"
          hint="Automatic times both on this device and keeps the faster one (the backend)."
          value={backend}
          options={[
            { value: 'auto', label: 'Automatic' },
            { value: 'wasm', label: 'Processor (WebAssembly)' },
            { value: 'webgpu', label: 'Graphics card (WebGPU)' },
          ]}
          onChange={(value) => changeSettings({ backend: value })}
        />
        <CountryField />
        <KeptPhotosField />
      </section>
      <section class="card" aria-labelledby="settings-looks">
        <h2 id="settings-looks">Looks and keys</h2>
        <Choice
          label="Theme"
          hint="Automatic follows the system."
          value={theme}
          options={[
            { value: 'auto', label: 'Automatic' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
          onChange={(value) => changeSettings({ theme: value })}
        />
        <Field
          id="single-keys"
          label="Shortcuts of a single key"
          hint="Switch them off if speech input or a screen reader triggers them by accident."
        >
          <input
            id="single-keys"
            class="switch"
            type="checkbox"
            role="switch"
            checked={singleKeyShortcuts}
            aria-checked={singleKeyShortcuts}
            aria-describedby="single-keys-hint"
            onChange={(event) =>
              changeSettings({ singleKeyShortcuts: event.currentTarget.checked })
            }
          />
        </Field>
      </section>
      <EnginePanel />
      <DevicePanel />
      <p class="version muted">Platewheel {APP_VERSION} · MIT licence</p>
    </div>
  );
}
