/** What the Live screen shows, as signals. The log outlives leaving the screen, until cleared. */
import { computed, signal } from '@preact/signals';
import type { Guidance } from '../../core/live/captureGuidance.ts';
import type { LogSource, WatchMark } from '../../core/live/log.ts';
import { type Vehicle, vehicleStatus } from '../../core/live/vehicle.ts';
import type { ModelRef, RgbaImage } from '../../core/types.ts';
import type { FileProgress, LiveNumbers, LiveStatus } from '../../live/status.ts';

export const status = signal<LiveStatus>({ state: 'idle' });
export const vehicles = signal<readonly Vehicle[]>([]);
export const numbers = signal<LiveNumbers | null>(null);
export const guidance = signal<Guidance | null>(null);
export const progress = signal<FileProgress | null>(null);
export const source = signal<LogSource | null>(null);
export const models = signal<{ readonly detector: ModelRef; readonly reader: ModelRef } | null>(
  null,
);
/** The best crop of each vehicle, small. */
export const crops = signal<ReadonlyMap<number, RgbaImage>>(new Map());
export const marks = signal<ReadonlyMap<number, WatchMark>>(new Map());
export const selected = signal<number | null>(null);

export const isActive = computed(() =>
  ['starting', 'running', 'paused'].includes(status.value.state),
);

/**
 * Vehicles seen; read: at least one reading says the text that they are listed with; and of these the
 * sure ones.
 */
export const seenAndRead = computed(() => {
  const read = vehicles.value.filter(({ consensus }) => consensus.votes > 0);
  const sure = read.filter((vehicle) => vehicleStatus(vehicle) === 'ok');
  return { seen: vehicles.value.length, read: read.length, sure: sure.length };
});
