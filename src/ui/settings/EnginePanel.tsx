import { Fragment } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { EngineInfo } from '../../core/engine.ts';
import { settings } from '../appSettings.ts';
import { engine, startEngine } from '../engine.ts';
import { bytesText, durationText } from '../format/numbers.ts';
import { gpuWords } from '../models/gpuFit.ts';
import { EngineNotice } from '../read/EngineNotice.tsx';
import { FigureRows } from './FigureRows.tsx';
import { type InstalledModel, installedModels } from './installedModels.ts';

const BACKENDS = {
  cpu: 'the processor',
  wasm: 'the processor',
  webgpu: 'the graphics card',
} as const;

/** Which models read, what they run on, and what their cards say. */
export function EnginePanel() {
  const state = engine.value;
  const { backend, reader } = settings.value;
  const [models, setModels] = useState<readonly InstalledModel[] | null>(null);
  // A choice made on this screen takes effect here, where one sees what came of it.
  useEffect(() => void startEngine(), [backend, reader]);
  useEffect(() => {
    installedModels().then(setModels, () => setModels([]));
  }, []);
  return (
    <section class="card" aria-labelledby="settings-models">
      <h2 id="settings-models">Models</h2>
      <EngineNotice />
      {state.state === 'ready' &&
        (backend === 'webgpu' && isWithoutGpu(state.info) ? (
          <p role="status">
            <b>The graphics card (WebGPU) could not be used in this browser</b>, so the processor
            does the work. Another browser, or newer graphics drivers, may have it.
          </p>
        ) : (
          state.info.unfit?.map(({ model, sha256, unfit }) => (
            <p key={sha256} role="status">
              <b>{model}</b>: {gpuWords(unfit)}
            </p>
          ))
        ))}
      {state.state === 'ready' && (
        <dl class="facts">
          <dt>Finds plates</dt>
          <dd>
            {state.info.detector.id}{' '}
            <span class="muted">on {BACKENDS[state.info.detector.backend]}</span>
          </dd>
          <dt>Reads plates</dt>
          <dd>
            {state.info.reader.id}{' '}
            <span class="muted">on {BACKENDS[state.info.reader.backend]}</span>
          </dd>
          <dt>Processor cores in use</dt>
          <dd>{state.info.threads}</dd>
          {state.info.timings.map(({ model, backend, ms }) => (
            <Fragment key={`${model} ${backend}`}>
              <dt>Tried out</dt>
              <dd>
                {durationText(ms)}{' '}
                <span class="muted">
                  {model} on {BACKENDS[backend]}
                </span>
              </dd>
            </Fragment>
          ))}
        </dl>
      )}
      {models?.map((model) => (
        <ModelFacts key={model.id} model={model} />
      ))}
      {models?.length === 0 && <p class="muted">The model cards could not be loaded.</p>}
    </section>
  );
}

/** No model ran on it: the browser has none, or nothing starts there. */
const isWithoutGpu = ({ detector, reader, unfit = [] }: EngineInfo) =>
  [detector, reader].every(({ backend }) => backend === 'wasm') &&
  unfit.every((model) => model.unfit === 'fails');

function ModelFacts({ model }: { readonly model: InstalledModel }) {
  return (
    <details>
      <summary>
        {model.id}{' '}
        <span class="muted">{model.task === 'detector' ? 'finds plates' : 'reads plates'}</span>
      </summary>
      <dl class="facts">
        {model.licence !== null && (
          <>
            <dt>Licence</dt>
            <dd>{model.licence}</dd>
          </>
        )}
        {model.bytes > 0 && (
          <>
            <dt>Size</dt>
            <dd>{bytesText(model.bytes)}</dd>
          </>
        )}
        {model.sha256 !== '' && (
          <>
            <dt>SHA-256</dt>
            <dd class="hash">{model.sha256}</dd>
          </>
        )}
        <FigureRows figures={model.metrics} />
      </dl>
    </details>
  );
}
