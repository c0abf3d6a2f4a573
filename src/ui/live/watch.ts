/** The watch list at work: marks vehicles, makes itself heard. */
import { signal } from '@preact/signals';
import type { WatchMark } from '../../core/live/log.ts';
import type { Vehicle } from '../../core/live/vehicle.ts';
import { savedLive, saveLive } from '../../store/live.ts';
import { showToast } from '../components/toasts.tsx';
import { liveOptions } from './liveOptions.ts';
import { marks, vehicles } from './liveState.ts';
import { EMPTY_WATCH_LIST, type WatchList, watchMark } from './watchList.ts';

export const watchList = signal<WatchList>(EMPTY_WATCH_LIST);

/** Vehicles looked up again when the list changes, newest first: a near match takes milliseconds to find. */
const RECHECKED = 100;

/** Texts already looked up, so that a parked car costs nothing. */
const lookedUp = new Map<string, WatchMark>();

export async function loadWatchList(): Promise<void> {
  const saved = (await savedLive('live-watch-list').catch(() => undefined)) as
    | Partial<WatchList>
    | undefined;
  if (typeof saved?.salt !== 'string' || !Array.isArray(saved.hashes)) return;
  const hashes = saved.hashes.filter((hash): hash is string => typeof hash === 'string');
  watchList.value = { salt: saved.salt, hashes };
}

/** Takes a changed list over. @returns whether it could be saved. */
export async function changeWatchList(list: WatchList): Promise<boolean> {
  watchList.value = list;
  lookedUp.clear();
  // Who stands there with a settled text is not read again, and would never be looked up.
  for (const vehicle of vehicles.peek().slice(-RECHECKED)) checkWatchList(vehicle);
  return saveLive('live-watch-list', list).then(
    () => true,
    () => false,
  );
}

export function forgetMarks(): void {
  keepMarksOf(new Set());
}

/** Lets go of the marks of all other vehicles, and of the texts that were looked up. */
export function keepMarksOf(ids: ReadonlySet<number>): void {
  marks.value = new Map([...marks.peek()].filter(([id]) => ids.has(id)));
  lookedUp.clear();
}

const STRENGTH: Readonly<Record<WatchMark, number>> = { '': 0, 'near-match': 1, match: 2 };

/** The vehicle `gone` turned out to be `into`: the stronger mark stays, and was announced already. */
export function passMarkOn(gone: number, into: number): void {
  const mark = marks.peek().get(gone);
  if (mark === undefined) return;
  const next = new Map(marks.peek());
  next.delete(gone);
  if (STRENGTH[mark] > STRENGTH[next.get(into) ?? '']) next.set(into, mark);
  marks.value = next;
}

/** Looks a vehicle's text up; says so once for each vehicle and kind of match. */
export function checkWatchList(vehicle: Vehicle): void {
  const { text } = vehicle.consensus;
  const isMarked = marks.peek().has(vehicle.id);
  if (text === '' || (watchList.peek().hashes.length === 0 && !isMarked)) return;
  const mark = lookedUp.get(text) ?? watchMark(watchList.peek(), text);
  if (lookedUp.size > 1000) lookedUp.clear();
  lookedUp.set(text, mark);
  const before = marks.peek().get(vehicle.id) ?? '';
  if (mark === before) return;
  marks.value = new Map(marks.peek()).set(vehicle.id, mark);
  if (mark === '' || before === 'match') return;
  showToast({
    tone: 'plain',
    text:
      mark === 'match'
        ? `Watch list: ${text}`
        : `Watch list: ${text} is one character away from a plate on it`,
  });
  if (liveOptions.peek().watchSound) beep(mark === 'match' ? 880 : 620);
}

/** Two short tones; silent where the browser wants a click first. */
function beep(frequency: number): void {
  try {
    const audio = new AudioContext();
    const gain = audio.createGain();
    gain.connect(audio.destination);
    gain.gain.value = 0.2;
    for (const at of [0, 0.22]) {
      const tone = audio.createOscillator();
      tone.frequency.value = frequency;
      tone.connect(gain);
      tone.start(audio.currentTime + at);
      tone.stop(audio.currentTime + at + 0.14);
    }
    setTimeout(() => void audio.close(), 800);
  } catch {
    // No sound on this device: the mark and the message say the same.
  }
}
