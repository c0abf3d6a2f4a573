/** Boxes and readings over the picture, drawn at the video's own rate. */
import type { VehicleRegistry } from '../../core/live/registry.ts';
import { vehicleStatus } from '../../core/live/vehicle.ts';
import type { Box, Size } from '../../core/types.ts';
import type { DrawnTrack } from '../../live/frameLoop.ts';
import { marks, selected } from './liveState.ts';

/** The yellow and the dark of the theme; the picture under it is neither light nor dark. */
const COLOURS = {
  ok: '#ffffff',
  doubtful: '#ffcc1a',
  unread: '#b8c4d2',
  watch: '#ff5a4f',
} as const;
/** A lost track is carried on, but shown only this long. */
const SHOW_LOST_MS = 350;

let canvas: HTMLCanvasElement | null = null;

/** The canvas to draw on; the Live screen sets it while it is mounted. */
export function setOverlayCanvas(element: HTMLCanvasElement | null): void {
  canvas = element;
}

export function clearOverlay(): void {
  canvas?.getContext('2d')?.clearRect(0, 0, canvas.width, canvas.height);
}

/** Draws tracks given in pixels of frames of `size`; the canvas shows the whole frame. */
export function drawOverlay(
  size: Size,
  tracks: readonly DrawnTrack[],
  registry: VehicleRegistry,
): void {
  const context = canvas?.getContext('2d');
  if (!canvas || !context) return;
  const ratio = Math.min(2, devicePixelRatio || 1);
  const width = Math.round(canvas.clientWidth * ratio);
  const height = Math.round(canvas.clientHeight * ratio);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  context.clearRect(0, 0, width, height);
  const scale = { x: width / size.width, y: height / size.height };
  for (const { track, box, vehicleId } of tracks) {
    if (track.state === 'tentative' || vehicleId === null) continue;
    if (track.state === 'lost' && track.timeMs - track.lastSeenMs > SHOW_LOST_MS) continue;
    const vehicle = registry.vehicles.find(({ id }) => id === vehicleId);
    if (vehicle === undefined) continue;
    const mark = marks.peek().get(vehicle.id) ?? '';
    const colour = mark === '' ? COLOURS[vehicleStatus(vehicle)] : COLOURS.watch;
    const shown = {
      x: box.x * scale.x,
      y: box.y * scale.y,
      width: box.width * scale.x,
      height: box.height * scale.y,
    };
    drawBox(context, shown, colour, ratio, selected.peek() === vehicle.id);
    const sign = { '': '', allowed: '', match: '! ', 'near-match': '? ' }[mark];
    const text = vehicle.consensus.text;
    if (text !== '')
      drawTag(context, shown, `${sign}${text}${vehicle.hasConverged ? '' : ' …'}`, colour, ratio);
  }
}

function drawBox(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: Box,
  colour: string,
  ratio: number,
  isSelected: boolean,
): void {
  const pad = 3 * ratio;
  const line = (isSelected ? 4 : 2.5) * ratio;
  context.lineJoin = 'round';
  // A dark line under the light one stands out on any picture.
  for (const [stroke, wide] of [
    ['rgb(0 0 0 / 75%)', line + 3 * ratio],
    [colour, line],
  ] as const) {
    context.strokeStyle = stroke;
    context.lineWidth = wide;
    context.strokeRect(x - pad, y - pad, width + 2 * pad, height + 2 * pad);
  }
}

function drawTag(
  context: CanvasRenderingContext2D,
  box: Box,
  text: string,
  colour: string,
  ratio: number,
): void {
  context.font = `700 ${Math.round(15 * ratio)}px "Overpass Mono", ui-monospace, monospace`;
  context.textBaseline = 'middle';
  const width = context.measureText(text).width + 14 * ratio;
  const height = 24 * ratio;
  const room = 8 * ratio;
  const middle = box.x + box.width / 2;
  const x = Math.max(0, Math.min(context.canvas.width - width, middle - width / 2));
  const above = box.y - room - height;
  const y = above >= 0 ? above : box.y + box.height + room;
  context.fillStyle = 'rgb(12 15 20 / 88%)';
  context.beginPath();
  context.roundRect(x, y, width, height, 4 * ratio);
  context.fill();
  context.fillStyle = colour;
  context.fillText(text, x + 7 * ratio, y + height / 2 + ratio);
}
