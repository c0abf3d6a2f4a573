import { useState } from 'preact/hooks';
import { ProgressBar } from '../components/ProgressBar.tsx';
import { importModel, importState } from './importModel.ts';

/** Choosing or dropping a model file, and what came of it. */
export function ImportPanel() {
  const [over, setOver] = useState(false);
  const now = importState.value;
  const take = (files: FileList | null | undefined) => {
    if (files?.length) void importModel([...files]);
  };
  return (
    <section
      class="card models-import"
      aria-labelledby="models-import"
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files);
      }}
    >
      <h2 id="models-import">Bring your own model</h2>
      <p>
        Drop or choose an ONNX file, and beside it what belongs to it: its card, the config (YAML)
        of a fast-plate-ocr reader, or the dictionary (TXT) or inference.yml of a PP-OCR one; or the
        model.zip that finetune wrote. It is tried here first and stays on this device.
      </p>
      <label class="button button-primary file-button">
        Choose files
        <input
          type="file"
          class="visually-hidden"
          data-testid="model-import"
          multiple
          accept=".onnx,.zip,.json,.yaml,.yml,.txt"
          onChange={(event) => {
            take(event.currentTarget.files);
            event.currentTarget.value = '';
          }}
        />
      </label>
      <details class="how">
        <summary>What works</summary>
        <ul>
          <li>Detectors by Ultralytics (YOLOv5, v8, 11, 26, end-to-end) and open-image-models</li>
          <li>Detectors of single characters: their boxes are put together to a text</li>
          <li>Readers: Platewheel’s own, fast-plate-ocr, PP-OCR and other CTC readers</li>
          <li>One file of up to 200 MB, float32 or float16, up to opset 26</li>
        </ul>
      </details>
      <div role="status">
        {now.state === 'checking' && (
          <>
            <p>Trying {now.file} …</p>
            <ProgressBar label={`Trying ${now.file}`} value={null} />
          </>
        )}
        {now.state === 'ships' && (
          <p data-testid="model-ships">
            <b>{now.id}</b> is here already: it comes with Platewheel. Nothing was changed.
          </p>
        )}
        {now.state === 'kept' && (
          <p>
            <b>{now.id}</b> works here and is kept. Compare it below before you use it.{' '}
            {now.notes.join(' ')}
          </p>
        )}
      </div>
      {now.state === 'refused' && (
        <p class="models-error" role="alert" data-testid="model-refused">
          <b>{now.file} was not imported.</b> {now.message} Nothing was changed.
        </p>
      )}
    </section>
  );
}
