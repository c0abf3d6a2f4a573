import { useEffect, useRef, useState } from 'preact/hooks';
import type { MapPoint } from '../../rpc/analysis/contract.ts';
import { useChartColours } from '../charts/colours.ts';
import { fitPlane, insideLasso, nearestPoint, type Plane } from './plane.ts';

/** Beyond this many, dots are drawn as single pixels: a density, and still within a frame. */
const MOST_DOTS = 20_000;

/**
 * The dots. A drag draws a lasso, which stays; a click takes the nearest dot; Escape takes all back. The
 * table beside it does the same by keyboard.
 */
export function MapCanvas(props: {
  readonly points: readonly MapPoint[];
  readonly visible: readonly boolean[];
  readonly colourOf: (index: number) => string;
  readonly chosen: ReadonlySet<number>;
  readonly onChoose: (indices: readonly number[]) => void;
}) {
  const { points, visible, colourOf, chosen, onChoose } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const plane = useRef<Plane | null>(null);
  const lasso = useRef<{ x: number; y: number }[]>([]);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [hovered, setHovered] = useState<number | null>(null);
  const colours = useChartColours();

  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const observer = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const draw = () => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || size.width === 0) return;
    const scale = devicePixelRatio;
    element.width = Math.round(size.width * scale);
    element.height = Math.round(size.height * scale);
    context.scale(scale, scale);
    plane.current = fitPlane(points, size);
    const many = points.length > MOST_DOTS;
    const radius = many ? 1 : points.length > 2000 ? 2.5 : points.length > 300 ? 3.5 : 5;
    const place = (i: number) => plane.current?.toScreen(points[i] as MapPoint) ?? { x: 0, y: 0 };
    points.forEach((_, i) => {
      if (!visible[i]) return;
      const { x, y } = place(i);
      context.globalAlpha = chosen.size > 0 && !chosen.has(i) ? 0.25 : many ? 0.5 : 0.85;
      context.fillStyle = colourOf(i);
      if (many) context.fillRect(x, y, 1.5, 1.5);
      else {
        context.beginPath();
        context.arc(x, y, radius, 0, 7);
        context.fill();
      }
    });
    context.globalAlpha = 1;
    if (hovered !== null) {
      const { x, y } = place(hovered);
      context.strokeStyle = colours.ink;
      context.lineWidth = 2;
      context.beginPath();
      context.arc(x, y, radius + 3, 0, 7);
      context.stroke();
    }
    const [start, ...rest] = lasso.current;
    if (!start) return;
    context.strokeStyle = colours.ink;
    context.lineWidth = 1.5;
    context.setLineDash([5, 4]);
    context.beginPath();
    context.moveTo(start.x, start.y);
    for (const { x, y } of rest) context.lineTo(x, y);
    context.closePath();
    context.stroke();
  };
  useEffect(draw, [points, visible, chosen, size, colours, hovered]);

  const at = (event: PointerEvent) => {
    const { left, top } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  return (
    <div class="map-box">
      <canvas
        ref={canvas}
        data-testid="quality-map"
        data-points={points.length}
        tabIndex={0}
        role="img"
        aria-label={`${points.length} photos on a map, ${chosen.size} chosen. The table below has the same points.`}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          lasso.current = [];
          onChoose([]);
        }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          lasso.current = [at(event)];
        }}
        onPointerMove={(event) => {
          const now = at(event);
          if (event.buttons === 0) {
            setHovered(plane.current && nearestPoint(plane.current, points, visible, now));
            return;
          }
          lasso.current.push(now);
          draw();
        }}
        onPointerLeave={() => setHovered(null)}
        onPointerUp={(event) => {
          if (!plane.current) return;
          const drawn = lasso.current;
          if (drawn.length < 6) {
            lasso.current = [];
            const hit = nearestPoint(plane.current, points, visible, at(event));
            onChoose(hit === null ? [] : [hit]);
            return;
          }
          onChoose(insideLasso(plane.current, points, visible, drawn));
        }}
      />
      {hovered !== null && points[hovered] && (
        <p class="map-hover" aria-hidden="true">
          {points[hovered].file} · {points[hovered].cluster}
        </p>
      )}
    </div>
  );
}
