/** The buttons of the Live screen: start, pause, stop, clear. One session at a time. */
import type { VehicleRegistry } from '../../core/live/registry.ts';
import { LiveSession, type Opener } from '../../live/session.ts';
import { cameraSource, fileSource } from '../../live/source.ts';
import type { VehicleFrame } from '../../live/vehicleFrames.ts';
import { announce } from '../components/announce.ts';
import { showToast } from '../components/toasts.tsx';
import { keepAnswersOf } from './answers.ts';
import { forgetKeptLog, keepLogUpToDate, restoreLog } from './keptLog.ts';
import { liveOptions, loadLiveOptions } from './liveOptions.ts';
import { guidance, numbers, progress, selected, source, status, vehicles } from './liveState.ts';
import { askBeforeLeaving, currentLog, logCleared, saveLog } from './logFile.ts';
import { markNavigation } from './navMark.ts';
import { videoElement } from './picture.ts';
import { forgetOld } from './retention.ts';
import { sessionParts } from './sessionParts.ts';
import { resetCrops } from './vehicleCrops.ts';
import { forgetMarks, loadWatchList } from './watch.ts';

/** How often old vehicles are looked for. */
const RETENTION_MS = 5000;

let session: LiveSession | null = null;
/** Vehicles grow old also while nothing is watched: paused, hidden, stopped, on another screen. */
let retention: ReturnType<typeof setInterval> | undefined;
export const currentSession = (): LiveSession | null => session;

/** The frames of a vehicle that are at hand. */
export function framesOf(vehicleId: number): {
  readonly all: readonly VehicleFrame[];
  readonly best: VehicleFrame | null;
} {
  const frames = session?.frames;
  return { all: frames?.of(vehicleId) ?? [], best: frames?.bestOf(vehicleId) ?? null };
}

/** Starts the chosen camera, in place of one that runs. */
export async function startCamera(): Promise<void> {
  const { deviceId, resolution } = liveOptions.peek();
  const wanted = { deviceId, resolution };
  stop(); // what is in view of the former camera is gone before its log is taken over
  // A camera that comes back, or another one, goes on with the log; its clock is the same.
  const goOn = source.peek()?.kind === 'camera' ? (session?.registry ?? keptRegistry()) : null;
  await begin((events) => cameraSource(videoElement(), wanted, events), goOn);
}

export async function startFile(file: File): Promise<void> {
  await begin((events) => fileSource(videoElement(), file, events), null);
}

/** The log of an earlier visit, to go on with; null where there is none. */
function keptRegistry(): VehicleRegistry | null {
  const kept = vehicles.peek();
  if (kept.length === 0) return null;
  return { vehicles: kept, ofTrack: new Map(), nextId: 1 + Math.max(...kept.map(({ id }) => id)) };
}

let isBegun = false;

/** Once a visit, when the Live screen first opens: what stays at work while other screens are used. */
export async function beginVisit(): Promise<void> {
  if (isBegun) return;
  isBegun = true;
  document.addEventListener('visibilitychange', visibilityChanged);
  addEventListener('beforeunload', askBeforeLeaving);
  markNavigation();
  await Promise.all([loadLiveOptions(), loadWatchList()]);
  await restoreLog();
  keepLogUpToDate();
}

async function begin(open: Opener, before: VehicleRegistry | null): Promise<void> {
  stop();
  if (before === null) clearLog(vehicles.peek().length > 0);
  const frames = before && (session?.frames ?? null);
  const goOn = before && { ...before, ofTrack: new Map() };
  const mine = new LiveSession(sessionParts, goOn, frames);
  session = mine;
  clearInterval(retention);
  retention = setInterval(() => forgetOldOf(mine), RETENTION_MS);
  await mine.start(open);
}

/** The retention timer. A video's clock does not say how long ago something was. */
function forgetOldOf(mine: LiveSession): void {
  if (mine.registry === null || source.peek()?.kind !== 'camera') return;
  const left = forgetOld(mine.registry, performance.timeOrigin + performance.now());
  mine.replaceRegistry(left);
  mine.frames.keepOnly(new Set(left.vehicles.map(({ id }) => id)));
}

/** At the person's wish: the last vehicles are still read once more. */
export function end(): void {
  if (session === null) stop();
  else void session.end();
}

function stop(): void {
  session?.stop();
  if (['starting', 'running', 'paused'].includes(status.peek().state)) {
    status.value = { state: vehicles.peek().length > 0 ? 'done' : 'idle' };
  }
}

export function togglePause(): void {
  if (status.peek().state === 'running') {
    session?.pause('asked');
    announce('Paused');
  } else if (status.peek().state === 'paused') {
    session?.resume();
    announce('Running');
  }
}

/** Nobody can see the page: the camera keeps its permission, the device its rest. */
function visibilityChanged(): void {
  const now = status.peek();
  if (document.hidden) session?.pause('hidden');
  else if (now.state === 'paused' && now.why === 'hidden') session?.resume();
}

/** Back to the empty screen. The log is cleared; the message offers it once more. */
export function reset(): void {
  stop();
  clearLog(vehicles.peek().length > 0);
  // Pictures of a cleared log go at once, whoever still holds the session.
  session?.frames.keepOnly(new Set());
  session = null;
  clearInterval(retention);
  source.value = null;
  status.value = { state: 'idle' };
}

function clearLog(offer: boolean): void {
  if (offer) {
    const former = currentLog();
    showToast({
      text: `The former log (${former.vehicles.length === 1 ? '1 vehicle' : `${former.vehicles.length} vehicles`}) was cleared.`,
      action: { label: 'Download it', run: () => saveLog(former, 'csv') },
      stays: true,
    });
  }
  logCleared();
  forgetKeptLog();
  vehicles.value = [];
  numbers.value = null;
  progress.value = null;
  guidance.value = null;
  selected.value = null;
  resetCrops();
  forgetMarks();
  keepAnswersOf(new Set());
}
