/** A vehicle's best frame as a target of correction: answered once, it is kept as any photo. */
import { applyEdits } from '../../core/dataset/edits.ts';
import { predictionId } from '../../core/dataset/predictionId.ts';
import type { Label } from '../../core/dataset/types.ts';
import type { VehicleAnswer } from '../../core/live/log.ts';
import type { Vehicle } from '../../core/live/vehicle.ts';
import type { Plate, Size } from '../../core/types.ts';
import { readingOf } from '../../live/platesInView.ts';
import type { VehicleFrame } from '../../live/vehicleFrames.ts';
import { editsFor, shownPlates } from '../correct/actions.ts';
import { type AnnotationTarget, newTarget } from '../correct/annotationTarget.ts';
import { answers, follow, targetOfVehicle, type VehicleTarget } from './answers.ts';
import { liveBurst, liveFile } from './keepFrame.ts';
import { models } from './liveState.ts';

/**
 * The target for a vehicle, made when its row is opened; one that was answered stays what it is. Where
 * no frame is at hand, after a reload, the answer is kept with the row alone.
 */
export async function openTarget(
  vehicle: Vehicle,
  frame: VehicleFrame | null,
): Promise<VehicleTarget | null> {
  const known = targetOfVehicle(vehicle.id);
  if (known !== null && (known.target.label.peek() !== null || isUpToDate(known, vehicle))) {
    return known;
  }
  // Answered in an earlier visit: what is said now is kept where that is, with the row.
  const said = answers.peek().get(vehicle.id);
  const photo = said ? null : ((await frame?.photo.catch(() => null)) ?? null);
  const used = models.peek();
  if (used === null) return null;
  const { plates, position } = platesOf(vehicle, photo === null ? null : frame);
  const timeMs = frame?.timeMs ?? vehicle.spans[0]?.fromMs ?? 0;
  const id = predictionId(used.detector, used.reader, plates);
  const target = newTarget({
    key: `live-${vehicle.id}-${id}`,
    photo,
    file: liveFile(timeMs),
    source: 'live',
    burst: liveBurst(`vehicle ${vehicle.id}`),
    size: frame?.size ?? NO_SIZE,
    prediction: { sample: '', id, at: Date.now(), plates, ...used, embedding: null },
    shelf: photo === null ? rowShelf() : null,
  });
  if (said) await takeOver(target, position, said);
  const opened = { target, position };
  follow(vehicle.id, opened);
  return opened;
}

/** What was said before stands, as if it had been said of this target. */
async function takeOver(
  target: AnnotationTarget,
  position: number,
  { checked, text, unreadable }: VehicleAnswer,
): Promise<void> {
  const plate = shownPlates(target)[position];
  if (!plate || !target.shelf) return;
  const verdict = checked === 'rejected' ? 'not-plate' : 'plate';
  const edits = editsFor(target, plate, { verdict, text: text || null, raw: null, unreadable });
  const { label } = await target.shelf.save(edits, Date.now());
  target.label.value = label;
  target.saving.value = { state: 'kept' };
}

const NO_SIZE: Size = { width: 0, height: 0 };

/** All plates of the frame, the vehicle's with the text it has by now. */
function platesOf(vehicle: Vehicle, frame: VehicleFrame | null) {
  const reading = readingOf(vehicle);
  const inView = frame?.plates ?? [];
  const at = inView.findIndex(({ vehicleId }) => vehicleId === vehicle.id);
  const own = (plate: Plate): Plate => ({ ...plate, reading });
  const plates = inView.map(({ plate }, i) => (i === at ? own(plate) : plate));
  if (at >= 0) return { plates, position: at };
  const detection = { box: vehicle.box, confidence: 1, classIndex: 0 };
  return { plates: [...plates, { detection, reading }], position: plates.length };
}

function isUpToDate({ target, position }: VehicleTarget, { consensus }: Vehicle): boolean {
  return target.prediction?.plates[position]?.reading?.text === consensus.text;
}

/** Keeps a label for as long as the row is there. */
function rowShelf(): AnnotationTarget['shelf'] {
  let label: Label | null = null;
  return {
    async save(edits, at) {
      const applied = applyEdits(label, edits, { sample: '', at, prediction: null });
      label = applied.label;
      return applied;
    },
    saved: () => label,
  };
}
