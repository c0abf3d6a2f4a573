/**
 * Which tracks are which vehicles: each vehicle once, also when its track broke, when it stood
 * parked behind a passer-by, or when it comes back within a set time.
 */
import { iou } from '../geometry.ts';
import { editDistance } from '../plateText.ts';
import { boxOf } from './kalman.ts';
import type { Track } from './track.ts';
import type { TrackerStep } from './tracker.ts';
import {
  firstSeenMs,
  gapBetween,
  lastSeenMs,
  mergeVehicles,
  type Vehicle,
  type VehicleReading,
  wereTogether,
  withReadings,
} from './vehicle.ts';
import { consensusOf } from './vote.ts';
import { tempered } from './voteCalibration.ts';

export interface VehicleRegistry {
  /** In order of their first sight. */
  readonly vehicles: readonly Vehicle[];
  readonly ofTrack: ReadonlyMap<number, number>;
  readonly nextId: number;
}

export interface RegistryOptions {
  /** The same plate seen again within this time is the same event, milliseconds. */
  readonly sameEventMs: number;
}

export const REGISTRY_DEFAULTS: RegistryOptions = { sameEventMs: 60_000 };
export const NO_VEHICLES: VehicleRegistry = { vehicles: [], ofTrack: new Map(), nextId: 1 };

/**
 * A broken track's halves are joined if they are this close in time: over one misread character,
 * and with the same text also when every return is to be an event of its own.
 */
const BROKEN_TRACK_MS = 3000;
/**
 * A track found again after this long may carry another vehicle that followed closely. It starts
 * anew, and its text decides whether it is the same one.
 */
const UNPROVEN_MS = 600;
/** Where its weakest slot is below this, a text may well have one character wrong. */
const WEAK = tempered(0.6);
/** Characters in which two readings of one plate may differ when movement says it is the same. */
const MOVED_ON_DISTANCE = 2;
/** A plate found again where it stood, this long after, is the parked car. */
const PARKED_MS = 10 * 60_000;
const PARKED_IOU = 0.5;

/** Takes the tracker's step in: new vehicles, those seen again, those gone. */
export function observe(registry: VehicleRegistry, step: TrackerStep): VehicleRegistry {
  const vehicles = new Map(registry.vehicles.map((vehicle) => [vehicle.id, vehicle]));
  const ofTrack = new Map(registry.ofTrack);
  let nextId = registry.nextId;
  for (const { track, of } of step.ended) {
    const vehicle = vehicles.get(ofTrack.get(track.id) ?? 0);
    if (vehicle === undefined) continue;
    const kept = of === null ? undefined : vehicles.get(ofTrack.get(of) ?? 0);
    if (kept !== undefined && kept.id !== vehicle.id) {
      merge(vehicles, ofTrack, kept, vehicle);
    } else if (of === null) {
      leave(vehicles, ofTrack, { ...vehicle, isPresent: false });
    }
  }
  for (const track of step.state.tracks) {
    if (track.state === 'tentative') continue;
    const known = vehicles.get(ofTrack.get(track.id) ?? 0);
    const vehicle = known ?? parkedAt(vehicles, track);
    if (vehicle === undefined) {
      ofTrack.set(track.id, nextId);
      vehicles.set(nextId, newVehicle(nextId++, track));
    } else if (known !== undefined && isUnproven(known, track)) {
      vehicles.set(known.id, { ...known, isPresent: false });
      ofTrack.set(track.id, nextId);
      const since = { ...track, firstSeenMs: track.lastSeenMs, hits: 1 };
      vehicles.set(nextId, { ...newVehicle(nextId++, since), continues: known.id });
    } else {
      ofTrack.set(track.id, vehicle.id);
      vehicles.set(vehicle.id, seenAgain(vehicle, track, known !== undefined));
    }
  }
  return { vehicles: [...vehicles.values()], ofTrack, nextId };
}

/** Adds a reading to a vehicle; joins it with an earlier event of the same plate. Unknown ids change nothing. */
export function addReading(
  registry: VehicleRegistry,
  vehicleId: number,
  reading: VehicleReading,
  options: RegistryOptions = REGISTRY_DEFAULTS,
): VehicleRegistry {
  const vehicle = registry.vehicles.find((v) => v.id === vehicleId);
  if (vehicle === undefined) return registry;
  const vehicles = new Map(registry.vehicles.map((v) => [v.id, v]));
  const ofTrack = new Map(registry.ofTrack);
  const read = withReadings(vehicle, [...vehicle.readings, reading]);
  vehicles.set(vehicleId, read);
  const twin = registry.vehicles.find((other) => isSameEvent(other, read, options));
  if (twin !== undefined) merge(vehicles, ofTrack, twin, read);
  return { ...registry, vehicles: [...vehicles.values()], ofTrack };
}

/**
 * The row of a vehicle that has left stands, with its last reading where there is one. Unknown ids and
 * vehicles that are back in view change nothing.
 */
export function finish(
  registry: VehicleRegistry,
  vehicleId: number,
  reading: VehicleReading | null,
  options: RegistryOptions = REGISTRY_DEFAULTS,
): VehicleRegistry {
  const vehicle = registry.vehicles.find((v) => v.id === vehicleId);
  if (vehicle === undefined || vehicle.isPresent) return registry;
  const read = reading === null ? registry : addReading(registry, vehicleId, reading, options);
  const vehicles = read.vehicles.map((v) => (v.id === vehicleId ? { ...v, isFinal: true } : v));
  return { ...read, vehicles };
}

/** Removes vehicles that are gone and were last seen before `beforeMs` (the retention timer). */
export function forget(registry: VehicleRegistry, beforeMs: number): VehicleRegistry {
  const vehicles = registry.vehicles.filter((v) => v.isPresent || lastSeenMs(v) >= beforeMs);
  const kept = new Set(vehicles.map((v) => v.id));
  const ofTrack = new Map([...registry.ofTrack].filter(([, id]) => kept.has(id)));
  return { ...registry, vehicles, ofTrack };
}

/**
 * Vehicles of `before` that were joined into others since, each with the id it goes on under: what is
 * kept by id elsewhere has to follow. One that was forgotten has no track any more, and is not among them.
 */
export function mergedIds(before: VehicleRegistry, after: VehicleRegistry): Map<number, number> {
  const left = new Set(after.vehicles.map(({ id }) => id));
  const merged = new Map<number, number>();
  for (const [track, gone] of before.ofTrack) {
    const into = after.ofTrack.get(track);
    if (!left.has(gone) && into !== undefined && left.has(into)) merged.set(gone, into);
  }
  return merged;
}

/**
 * One plate, seen twice: never in the picture together, and either the same settled text within
 * the set time, or almost the same text right after one another (a broken track).
 */
export function isSameEvent(a: Vehicle, b: Vehicle, options: RegistryOptions): boolean {
  if (a.id === b.id || a.consensus.text === '' || b.consensus.text === '') return false;
  if (wereTogether(a, b)) return false;
  const gap = gapBetween(a, b);
  if (a.consensus.text === b.consensus.text) {
    const isSame = gap <= Math.max(options.sameEventMs, BROKEN_TRACK_MS);
    return isSame && isBelieved(a) && isBelieved(b);
  }
  const longest = Math.max(a.consensus.text.length, b.consensus.text.length);
  return (
    gap <= BROKEN_TRACK_MS &&
    longest >= 5 &&
    (isWeak(a) || isWeak(b)) &&
    editDistance(a.consensus.text, b.consensus.text) === 1
  );
}

/** True when a track with a text was out of sight so long that it may have changed vehicles. */
function isUnproven(vehicle: Vehicle, track: Track): boolean {
  return (
    track.lastSeenMs - lastSeenMs(vehicle) > UNPROVEN_MS &&
    vehicle.consensus.text !== '' &&
    iou(vehicle.box, boxOf(track.motion)) < PARKED_IOU
  );
}

/** A vehicle is gone. One that was never read, or nearly read the same, was what it continued. */
function leave(vehicles: Map<number, Vehicle>, ofTrack: Map<number, number>, gone: Vehicle): void {
  vehicles.set(gone.id, gone);
  const before = vehicles.get(gone.continues ?? 0);
  if (before === undefined || (before.hasConverged && gone.hasConverged)) return;
  const { text } = gone.consensus;
  const distance = text === '' ? 0 : editDistance(text, before.consensus.text);
  if (distance <= MOVED_ON_DISTANCE) merge(vehicles, ofTrack, before, gone);
}

/** A text to compare by: long enough not to be a fragment that any plate could leave. */
function isBelieved({ consensus }: Vehicle): boolean {
  return consensus.text.length >= 4 || consensus.votes >= 2;
}

/** Read so poorly that one character may well be wrong. */
function isWeak({ consensus, hasConverged }: Vehicle): boolean {
  return !hasConverged && consensus.weakest < WEAK;
}

function newVehicle(id: number, track: Track): Vehicle {
  const box = boxOf(track.motion);
  return {
    id,
    spans: [{ fromMs: track.firstSeenMs, toMs: track.lastSeenMs }],
    frames: track.hits,
    isPresent: true,
    box,
    firstBox: box,
    readings: [],
    consensus: consensusOf([]),
    hasConverged: false,
    isFinal: false,
    continues: null,
  };
}

function seenAgain(vehicle: Vehicle, track: Track, sameTrack: boolean): Vehicle {
  const last = vehicle.spans[vehicle.spans.length - 1];
  if (!sameTrack || last === undefined) {
    const span = { fromMs: track.firstSeenMs, toMs: track.lastSeenMs };
    return {
      ...vehicle,
      spans: [...vehicle.spans, span],
      frames: vehicle.frames + track.hits,
      isPresent: true,
      isFinal: false,
      box: boxOf(track.motion),
    };
  }
  if (track.lastSeenMs <= last.toMs) return vehicle;
  return {
    ...vehicle,
    spans: [...vehicle.spans.slice(0, -1), { ...last, toMs: track.lastSeenMs }],
    frames: vehicle.frames + 1,
    isPresent: true,
    isFinal: false,
    box: boxOf(track.motion),
  };
}

/** A vehicle that stood still and is gone since a while, where this track begins. */
function parkedAt(vehicles: ReadonlyMap<number, Vehicle>, track: Track): Vehicle | undefined {
  const box = boxOf(track.motion);
  return [...vehicles.values()].find(
    (vehicle) =>
      !vehicle.isPresent &&
      lastSeenMs(vehicle) - firstSeenMs(vehicle) >= 1000 &&
      track.firstSeenMs > lastSeenMs(vehicle) &&
      track.firstSeenMs - lastSeenMs(vehicle) <= PARKED_MS &&
      iou(vehicle.firstBox, vehicle.box) >= PARKED_IOU &&
      iou(vehicle.box, box) >= PARKED_IOU,
  );
}

function merge(
  vehicles: Map<number, Vehicle>,
  ofTrack: Map<number, number>,
  a: Vehicle,
  b: Vehicle,
): void {
  const joined = mergeVehicles(a, b);
  for (const gone of [a.id, b.id]) if (gone !== joined.id) vehicles.delete(gone);
  vehicles.set(joined.id, joined);
  for (const [track, id] of ofTrack) {
    if (id === a.id || id === b.id) ofTrack.set(track, joined.id);
  }
}
