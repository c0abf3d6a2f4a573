import { signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { MapPoint, SampleMap } from '../../rpc/analysis/contract.ts';
import { useChartColours } from '../charts/colours.ts';
import { announce } from '../components/announce.ts';
import { percentText, plural } from '../format/numbers.ts';
import { Elbow } from './Elbow.tsx';
import { MapCanvas } from './MapCanvas.tsx';
import { MapTable } from './MapTable.tsx';
import { openSamples, reviewSamples } from './open.ts';
import { mapShare, sampleMap } from './qualityState.ts';
import { Thumb } from './Thumb.tsx';

const COLOURINGS = {
  cluster: 'Similar photos',
  source: 'Source',
  split: 'Set',
  country: 'Country',
  correctness: 'Read right',
  doubt: 'How sure',
} as const;
type Colouring = keyof typeof COLOURINGS;

const MOST_THUMBS = 12;

/** All photos on a plane, alike ones near each other; what is lassoed can be opened. */
export function MapPanel() {
  const map = sampleMap.value;
  if (!map) {
    return (
      <p class="quality-note">
        The map is laid out once the models have looked at the photos.
        {mapShare.value !== null && ` ${percentText(mapShare.value)} done.`}
      </p>
    );
  }
  if (map.points.length === 0)
    return <p class="quality-note">{map.reason} The map needs three photos.</p>;
  return <Plane map={map} />;
}

// They outlive the panel: one comes back to them from going through what was chosen.
const colouring = signal<Colouring>('cluster');
/** Ids of samples. */
const chosenSamples = signal<ReadonlySet<string>>(new Set());
const off = signal<ReadonlySet<string>>(new Set());

function Plane({ map }: { readonly map: SampleMap }) {
  const colours = useChartColours();
  const chosen = useMemo(
    () =>
      new Set(map.points.flatMap(({ sample }, i) => (chosenSamples.value.has(sample) ? [i] : []))),
    [map, chosenSamples.value],
  );
  const values = map.points.map((point) => point[colouring.value]);
  const names = useMemo(
    () => byCount(map.points.map((p) => p[colouring.value])),
    [map, colouring.value],
  );
  const colourOf = (name: string) =>
    colours.series[names.indexOf(name) % colours.series.length] ?? colours.accent;
  const visible = map.points.map((_, i) => !off.value.has(values[i] as string));
  const selected = [...chosen].filter((i) => visible[i]);
  const pick = (indices: readonly number[]) => {
    chosenSamples.value = new Set(indices.map((i) => (map.points[i] as MapPoint).sample));
    announce(`${plural(indices.length, 'photo')} chosen.`);
  };
  const samples = selected.map((i) => (map.points[i] as MapPoint).sample);
  return (
    <div class="quality-panel map-panel">
      <section class="card" aria-labelledby="map-title">
        <div class="map-head">
          <h2 id="map-title">Similar photos</h2>
          <label>
            Colour by{' '}
            <select
              class="select"
              value={colouring.value}
              onChange={(event) => {
                colouring.value = event.currentTarget.value as Colouring;
                off.value = new Set();
              }}
            >
              {Object.entries(COLOURINGS).map(([name, title]) => (
                <option key={name} value={name}>
                  {title}
                </option>
              ))}
            </select>
          </label>
        </div>
        <p class="muted">
          Each dot is a photo; alike ones lie together. Draw round some to choose them.
          {!map.isLaidOut && ' A first sketch: the layout is still being reckoned.'}
          {map.left > 0 && ` ${plural(map.left, 'photo')} without features are left out.`}
        </p>
        <MapCanvas
          points={map.points}
          visible={visible}
          colourOf={(i) => colourOf(values[i] as string)}
          chosen={chosen}
          onChoose={pick}
        />
        <ul class="map-legend" aria-label={COLOURINGS[colouring.value]}>
          {names.map((name) => {
            const own = map.points.flatMap((_, i) => (values[i] === name ? [i] : []));
            const within = own.filter((i) => chosen.has(i)).length;
            return (
              <li key={name}>
                <button
                  type="button"
                  class="legend-item"
                  aria-pressed={!off.value.has(name)}
                  onClick={() => {
                    const next = new Set(off.value);
                    if (!next.delete(name)) next.add(name);
                    off.value = next;
                  }}
                >
                  <span
                    class="legend-dot"
                    style={{ background: colourOf(name) }}
                    aria-hidden="true"
                  />
                  {name}{' '}
                  <span class="muted">
                    {chosen.size > 0 ? `${within} / ${own.length}` : own.length}
                  </span>
                </button>
                <button
                  type="button"
                  class="link-button"
                  aria-label={`Choose all of ${name}`}
                  onClick={() => pick(own)}
                >
                  choose
                </button>
              </li>
            );
          })}
        </ul>
      </section>
      <section class="card" aria-labelledby="chosen-title">
        <h2 id="chosen-title">
          {selected.length > 0 ? `${plural(selected.length, 'photo')} chosen` : 'Nothing chosen'}
        </h2>
        <div class="correct-line">
          <button
            type="button"
            class="button"
            disabled={samples.length === 0}
            onClick={() => openSamples(samples, 'Chosen on the map')}
          >
            Open in Dataset
          </button>
          <button
            type="button"
            class="button"
            disabled={samples.length === 0}
            onClick={() => reviewSamples(samples)}
          >
            Review
          </button>
          <button
            type="button"
            class="button"
            onClick={() => pick(map.points.flatMap(({ isOutlier }, i) => (isOutlier ? [i] : [])))}
          >
            Choose unusual photos
          </button>
          <button
            type="button"
            class="link-button"
            disabled={selected.length === 0}
            onClick={() => pick([])}
          >
            Choose none
          </button>
        </div>
        <ul class="thumb-strip">
          {samples.slice(0, MOST_THUMBS).map((sample) => (
            <li key={sample}>
              <Thumb sample={sample} />
            </li>
          ))}
        </ul>
      </section>
      <MapTable map={map} selected={selected} onPick={pick} />
      <Elbow map={map} />
    </div>
  );
}

function byCount(values: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([name]) => name);
}
