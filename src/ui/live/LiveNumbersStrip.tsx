import type { ComponentChildren } from 'preact';
import type { LiveNumbers } from '../../live/status.ts';
import { percentText } from '../format/numbers.ts';
import { numbers, seenAndRead } from './liveState.ts';

/** How well it goes: what was seen and read, and how the device keeps up. */
export function LiveNumbersStrip() {
  const now = numbers.value;
  if (now === null) return null;
  const { seen, read } = seenAndRead.value;
  return (
    <dl class="live-numbers" data-testid="live-numbers" {...hooks(now, seen, read)}>
      <Pair
        term="Plates found"
        hint="Of the frames with a vehicle in view, those in which its plate was found"
      >
        {now.chances > 0 ? percentText(now.found / now.chances) : '–'}
        <small>{seen === 1 ? '1 plate seen' : `${seen} plates seen`}</small>
      </Pair>
      <Pair term="Plates read" hint="Of the vehicles seen, those whose plate was read">
        {seen > 0 ? percentText(read / seen) : '–'}
        <small>{read} read</small>
      </Pair>
      <Pair term="On the screen" hint="Frames drawn a second">
        {now.overlayPerSecond.toFixed(0)}
        <small>frames a second</small>
      </Pair>
      <Pair
        term="Searched"
        hint="Frames a second in which plates are looked for, and at which size. It goes down when the device is busy or hot"
      >
        {now.detectionsPerSecond.toFixed(now.detectionsPerSecond < 10 ? 1 : 0)}
        <small>
          a second at {now.inputSize} px
          {now.everyNth > 1 ? `, every ${ordinal(now.everyNth)} frame` : ''}
        </small>
      </Pair>
      <Pair
        term="Passed over"
        hint="Frames that came while the reader or this page was busy. They are passed over, never queued"
      >
        {now.dropped}
        <small>of {now.framesSeen} frames</small>
      </Pair>
      {now.restarts > 0 && (
        <Pair term="Restarts" hint="The reader crashed and was started again">
          {now.restarts}
        </Pair>
      )}
    </dl>
  );
}

function Pair(props: {
  readonly term: string;
  readonly hint: string;
  readonly children: ComponentChildren;
}) {
  return (
    <div title={props.hint}>
      <dt>{props.term}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function ordinal(n: number): string {
  return n === 2 ? '2nd' : n === 3 ? '3rd' : `${n}th`;
}

/** The same as attributes, for automation and the bench. */
function hooks(now: LiveNumbers, seen: number, read: number): Record<string, number | string> {
  return {
    'data-seen': seen,
    'data-read': read,
    'data-frames': now.framesSeen,
    'data-detections': now.detections,
    'data-readings': now.readings,
    'data-dropped': now.dropped,
    'data-input-size': now.inputSize,
    'data-overlay-rate': now.overlayPerSecond.toFixed(2),
    'data-detector-rate': now.detectionsPerSecond.toFixed(2),
    'data-restarts': now.restarts,
    'data-first-readings': now.firstReadings.count,
    'data-first-reading-p95': now.firstReadings.p95Ms?.toFixed(0) ?? '',
  };
}
