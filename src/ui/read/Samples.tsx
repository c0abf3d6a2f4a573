import { useEffect, useState } from 'preact/hooks';
import { showToast } from '../components/toasts.tsx';
import { addPhotos } from './readState.ts';

/** A bundled photo, as `samples/index.json` lists it; paths are relative to that folder. */
interface Sample {
  readonly file: string;
  readonly thumb: string;
  readonly title: string;
  readonly credit: string;
  readonly licence: string;
  readonly source: string;
}

const FOLDER = 'samples/';

/** Photos to try the reader with, for people who have none at hand. */
export function Samples() {
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  useEffect(() => {
    fetch(`${FOLDER}index.json`)
      .then((response) => (response.ok ? response.json() : []))
      .then((list: Sample[]) => setSamples(list))
      .catch(() => setSamples([])); // without samples the screen still works: choose a photo
  }, []);
  if (samples.length === 0) return null;
  return (
    <section class="samples" aria-labelledby="samples-title">
      <h2 id="samples-title">No photo at hand? Try one of these</h2>
      <ul class="sample-list">
        {samples.map((sample) => (
          <li key={sample.file}>
            <button type="button" class="sample" onClick={() => void readSample(sample)}>
              <img src={FOLDER + sample.thumb} alt="" loading="lazy" />
              <span>{sample.title}</span>
            </button>
            <p class="sample-credit" title={sample.source}>
              {sample.credit}, {sample.licence}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

async function readSample(sample: Sample): Promise<void> {
  try {
    const response = await fetch(FOLDER + sample.file);
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const content = await response.blob();
    const file = new File([content], sample.file, { type: content.type, lastModified: 0 });
    addPhotos({ photos: [{ file, path: sample.file }], skipped: 0, unopened: [] });
  } catch {
    showToast({
      tone: 'error',
      text: 'The sample photo did not load. Check the connection and try again, or choose a photo of your own.',
    });
  }
}
