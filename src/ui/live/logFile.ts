/** The log as a file to download. */
import { keptForMs } from '../../core/live/keptLog.ts';
import { type LogContext, logToCsv, logToJson } from '../../core/live/log.ts';
import type { Vehicle } from '../../core/live/vehicle.ts';
import type { ModelRef } from '../../core/types.ts';
import { showToast } from '../components/toasts.tsx';
import { notIn } from '../correct/drafts.ts';
import { plural } from '../format/numbers.ts';
import { saveFile } from '../saveFile.ts';
import { APP_VERSION } from '../version.ts';
import { answers, hasDraft } from './answers.ts';
import { liveOptions } from './liveOptions.ts';
import { marks, models, source, vehicles } from './liveState.ts';

export interface LiveLog {
  readonly vehicles: readonly Vehicle[];
  readonly context: LogContext;
}

/** The newest vehicle in the log when it was last downloaded; ids grow. */
let savedUpTo = 0;

const UNKNOWN: ModelRef = { id: '', sha256: '', backend: 'wasm' };

/** A new log begins, with nothing to lose yet. */
export function logCleared(): void {
  savedUpTo = 0;
}

/** Closing the tab would lose vehicles that were neither downloaded nor kept: the browser asks first. */
export function askBeforeLeaving(event: BeforeUnloadEvent): void {
  if (keptForMs(liveOptions.peek().keepLog) > 0) return;
  if (newestOf(vehicles.peek()) > savedUpTo) event.preventDefault();
}

const newestOf = (rows: readonly Vehicle[]): number => Math.max(0, ...rows.map(({ id }) => id));

/** The log as it stands now. */
export function currentLog(): LiveLog {
  const mark = marks.peek();
  const said = answers.peek();
  return {
    vehicles: vehicles.peek(),
    context: {
      source: source.peek() ?? { kind: 'video', name: '' },
      detector: models.peek()?.detector ?? UNKNOWN,
      reader: models.peek()?.reader ?? UNKNOWN,
      watch: (vehicle) => mark.get(vehicle.id) ?? '',
      answer: (vehicle) => said.get(vehicle.id) ?? null,
    },
  };
}

export function saveLog({ vehicles: rows, context }: LiveLog, kind: 'csv' | 'json'): void {
  const text = kind === 'csv' ? logToCsv(rows, context) : logToJson(rows, context, APP_VERSION);
  const type = kind === 'csv' ? 'text/csv;charset=utf-8' : 'application/json';
  saveFile(new Blob([text], { type }), `vehicles.${kind}`);
  // A former log, downloaded once more, says nothing about this one.
  if (rows === vehicles.peek()) savedUpTo = newestOf(rows);
  const drafts = rows.filter(({ id }) => hasDraft(id)).length;
  showToast({
    text: `vehicles.${kind} written: ${plural(rows.length, 'vehicle')}.${notIn(drafts)}`,
  });
}
