import { openSamples } from './open.ts';
import { overview } from './qualityState.ts';
import { Thumb } from './Thumb.tsx';

const WORDS = {
  text: (key: string) => `The plate ${key}`,
  burst: () => 'One press of the shutter, or one vehicle of a video,',
  look: () => 'The same picture',
} as const;

/** What stands in more than one split. */
export function LeaksPanel() {
  const leaks = overview.value?.summary.leaks ?? [];
  if (leaks.length === 0) {
    return (
      <p class="quality-note">
        No text, burst or picture is in two sets. A vehicle whose plate is read differently in two
        photos still can be, so check texts before you trust a test.
      </p>
    );
  }
  return (
    <div class="quality-panel">
      <p class="quality-note">
        What is learnt from must not be tested on. Remove one side, or correct the text if it is not
        the same plate: photos that belong together then move to the stricter set by themselves.
      </p>
      <ul class="group-list">
        {leaks.map((leak) => (
          <li
            key={`${leak.by} ${leak.key}`}
            class="card"
            data-testid="leak"
            data-samples={leak.samples.join(' ')}
          >
            <h2>
              {WORDS[leak.by](leak.key)} is in {leak.splits.join(' and ')}
            </h2>
            <ul class="thumb-strip">
              {leak.samples.slice(0, 8).map((sample) => (
                <li key={sample}>
                  <Thumb sample={sample} />
                </li>
              ))}
            </ul>
            <button
              type="button"
              class="button"
              onClick={() => openSamples(leak.samples, `${WORDS[leak.by](leak.key)} in two sets`)}
            >
              Show these photos
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
