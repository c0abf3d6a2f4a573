/** The lists of plates at work on Live: mark vehicles, make themselves heard. */
import type { WatchMark } from '../../core/live/log.ts';
import type { Vehicle } from '../../core/live/vehicle.ts';
import type { ListMark } from '../../core/results.ts';
import { showToast } from '../components/toasts.tsx';
import { listOf, loadPlateLists, plateLists } from '../lists/plateLists.ts';
import { liveOptions } from './liveOptions.ts';
import { marks, vehicles } from './liveState.ts';

/** Vehicles looked up again when a list changes, newest first: a near match takes milliseconds to find. */
const RECHECKED = 100;

export const loadWatchList = loadPlateLists;

// Who stands there with a settled text is not read again, and would never be looked up.
plateLists.subscribe(() => {
  for (const vehicle of vehicles.peek().slice(-RECHECKED)) checkWatchList(vehicle);
});

export function forgetMarks(): void {
  keepMarksOf(new Set());
}

/** Lets go of the marks of all other vehicles. */
export function keepMarksOf(ids: ReadonlySet<number>): void {
  marks.value = new Map([...marks.peek()].filter(([id]) => ids.has(id)));
}

const STRENGTH: Readonly<Record<WatchMark, number>> = {
  ...{ '': 0, allowed: 1, 'near-match': 2, match: 3 },
};

/** Denied plates are watched for; one that is only near an allowed one is nothing to tell. */
const MARK_OF: Readonly<Record<ListMark, WatchMark>> = {
  ...{ '': '', 'near-allow': '', allow: 'allowed', 'near-deny': 'near-match', deny: 'match' },
};

/** The vehicle `gone` turned out to be `into`: the stronger mark stays, and was announced already. */
export function passMarkOn(gone: number, into: number): void {
  const mark = marks.peek().get(gone);
  if (mark === undefined) return;
  const next = new Map(marks.peek());
  next.delete(gone);
  if (STRENGTH[mark] > STRENGTH[next.get(into) ?? '']) next.set(into, mark);
  marks.value = next;
}

/** Looks a vehicle's text up; says so once for each vehicle and kind of match with a denied plate. */
export function checkWatchList(vehicle: Vehicle): void {
  const { text } = vehicle.consensus;
  if (text === '') return;
  const mark = MARK_OF[listOf(text)];
  const before = marks.peek().get(vehicle.id) ?? '';
  if (mark === before) return;
  marks.value = new Map(marks.peek()).set(vehicle.id, mark);
  if (mark === '' || mark === 'allowed' || before === 'match') return;
  showToast({
    tone: 'plain',
    text:
      mark === 'match'
        ? `Watch list: ${text}`
        : `Watch list: ${text} may be a plate on it, misread`,
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
