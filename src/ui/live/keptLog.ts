/** Keeps the log on this device while it is wished, and brings it back after a reload. */
import { effect } from '@preact/signals';
import {
  type KeepLog,
  type KeptLogAbout,
  type KeptVehicle,
  keptForMs,
  restoredVehicle,
} from '../../core/live/keptLog.ts';
import { lastSeenMs, type Vehicle } from '../../core/live/vehicle.ts';
import { clearLiveLog, savedLiveLog, saveLiveLog } from '../../store/liveLog.ts';
import type { LiveLogRecord } from '../../store/records.ts';
import { showToast } from '../components/toasts.tsx';
import { answers, say } from './answers.ts';
import { changeLiveOptions, liveOptions } from './liveOptions.ts';
import { crops, marks, models, source, status, vehicles } from './liveState.ts';

/** Who is in view changes with every frame; the disk hears of it this often. */
const SAVE_EVERY_MS = 2000;
/** Held by the one tab whose log is kept: another one must not take its rows for left over. */
const LOCK = 'platewheel-live-log';
const ABOUT = 'about';

/** What was written last, by row. */
const written = new Map<number, KeptVehicle>();
/** Writing and clearing wait for each other. */
let work: Promise<void> = Promise.resolve();
let timer: ReturnType<typeof setTimeout> | undefined;
let isOurs: Promise<boolean> | null = null;
let told = false;
let savedAt = Number.NEGATIVE_INFINITY;

/** Whether this tab may keep and restore the log; asks once. */
function ours(): Promise<boolean> {
  isOurs ??= new Promise((resolve) => {
    const { locks } = navigator;
    if (!locks) return resolve(true); // plain http: nothing to ask, and hardly two tabs
    void locks.request(LOCK, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock === null ? undefined : new Promise(() => undefined); // until the tab is gone
    });
  });
  return isOurs;
}

/** Shows the kept log where there is none yet. @returns whether there was one */
export async function restoreLog(): Promise<boolean> {
  if (keptForMs(liveOptions.peek().keepLog) === 0 || !(await ours())) return false;
  const rows = await savedLiveLog(Date.now()).catch(() => []);
  const about = rows.find(({ id }) => id === ABOUT)?.entry as KeptLogAbout | undefined;
  const kept = rows.flatMap(({ entry }) => restoredVehicle(entry) ?? []);
  const isFree = status.peek().state === 'idle' && vehicles.peek().length === 0;
  if (kept.length === 0 || !isFree || about === undefined) return false;
  kept.sort((a, b) => a.vehicle.id - b.vehicle.id);
  for (const row of kept) {
    written.set(row.vehicle.id, row);
    say(row.vehicle.id, row.answer);
  }
  source.value = about.source;
  models.value = about.models;
  crops.value = new Map(kept.flatMap(({ vehicle, crop }) => (crop ? [[vehicle.id, crop]] : [])));
  marks.value = new Map(kept.map(({ vehicle, mark }) => [vehicle.id, mark]));
  vehicles.value = kept.map(({ vehicle }) => vehicle);
  status.value = { state: 'done' };
  return true;
}

/** From now on changes of the log are written, while it is to be kept. Call once. */
export function keepLogUpToDate(): void {
  effect(() => {
    const { keepLog } = liveOptions.value;
    const isNews = answers.value.size + marks.value.size + vehicles.value.length > 0;
    if (keptForMs(keepLog) > 0 && (isNews || written.size > 0)) saveSoon();
  });
  addEventListener('pagehide', () => enqueue(save));
}

/** The person's choice; what was kept goes at once where it is no longer wanted. */
export function chooseKeepLog(keepLog: KeepLog): void {
  changeLiveOptions({ keepLog });
  if (keptForMs(keepLog) === 0) forgetKeptLog();
  else written.clear(); // all rows get their new time
}

/** The log was cleared, or is not to be kept any more. */
export function forgetKeptLog(): void {
  clearTimeout(timer);
  timer = undefined;
  enqueue(async () => {
    written.clear();
    if (await ours()) await clearLiveLog().catch(() => undefined);
  });
}

function enqueue(next: () => Promise<void>): void {
  work = work.then(next, next);
}

/** At once where nothing was written lately: a page may be left any moment. */
function saveSoon(): void {
  const wait = Math.max(0, savedAt + SAVE_EVERY_MS - performance.now());
  timer ??= setTimeout(() => enqueue(save), wait);
}

async function save(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  savedAt = performance.now();
  const forMs = keptForMs(liveOptions.peek().keepLog);
  const about = source.peek();
  if (forMs === 0 || about === null || !(await ours())) return;
  const row = (id: string, entry: unknown, at = Date.now()): LiveLogRecord => ({
    id,
    at,
    expiresAt: at + forMs,
    entry,
  });
  // A camera's rows count from when the vehicle was seen, those of a recording from when it was watched.
  const seenAt = (vehicle: Vehicle) => (about.kind === 'camera' ? lastSeenMs(vehicle) : Date.now());
  const now = vehicles.peek().map((vehicle): KeptVehicle => {
    const { id } = vehicle;
    const [mark, crop] = [marks.peek().get(id) ?? '', crops.peek().get(id) ?? null];
    return { vehicle, mark, crop, answer: answers.peek().get(id) ?? null };
  });
  const changed = now.filter((one) => !isSame(one, written.get(one.vehicle.id)));
  const here = new Set(now.map(({ vehicle }) => vehicle.id));
  const gone = [...written.keys()].filter((id) => !here.has(id));
  const rows = changed.map((one) => row(idOf(one.vehicle.id), one, seenAt(one.vehicle)));
  const head = row(ABOUT, { source: about, models: models.peek() } satisfies KeptLogAbout);
  try {
    await saveLiveLog([head, ...rows], gone.map(idOf));
    for (const id of gone) written.delete(id);
    for (const one of changed) written.set(one.vehicle.id, one);
  } catch (error) {
    if (told) return;
    told = true; // once: a full disk would say it every two seconds
    const why = error instanceof Error ? error.message : String(error);
    showToast({ tone: 'error', text: `The log could not be kept. ${why} Download it instead.` });
  }
}

const isSame = (a: KeptVehicle, b: KeptVehicle | undefined): boolean =>
  a.vehicle === b?.vehicle && a.mark === b.mark && a.crop === b.crop && a.answer === b.answer;

const idOf = (vehicleId: number): string => `vehicle ${vehicleId}`;
