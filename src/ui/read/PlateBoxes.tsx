import type { Plate } from '../../core/types.ts';
import type { OverlayContext } from '../components/PhotoViewer.tsx';

/** The plates' boxes over the photo: buttons, so that Tab and mouse select alike. */
export function PlateBoxes(props: {
  readonly context: OverlayContext;
  readonly plates: readonly Plate[];
  readonly selected: number;
  readonly onSelect: (plate: number) => void;
}) {
  return props.plates.map((plate, n) => {
    const { x, y, width, height } = props.context.toScreen(plate.detection.box);
    const text = plate.reading?.text || 'not readable';
    return (
      <button
        key={n}
        type="button"
        class="plate-box"
        aria-label={`Plate ${n + 1}: ${text}`}
        aria-pressed={n === props.selected}
        style={{
          transform: `translate(${x}px, ${y}px)`,
          width: `${width}px`,
          height: `${height}px`,
        }}
        onClick={() => props.onSelect(n)}
        onFocus={() => props.onSelect(n)}
      >
        <span class="plate-box-tag" data-below={y < 30}>
          {text}
        </span>
      </button>
    );
  });
}
