/** What a person said of vehicles: their rows, the overlay and the files show that. */
import { effect, signal } from '@preact/signals';
import type { VehicleAnswer } from '../../core/live/log.ts';
import type { Vehicle } from '../../core/live/vehicle.ts';
import { shownPlates } from '../correct/actions.ts';
import type { AnnotationTarget } from '../correct/annotationTarget.ts';
import { draftKeyOf, isTyped } from '../correct/drafts.ts';
import { watch } from '../correct/saveQueue.ts';

/** By vehicle; one that nobody said anything of is not among them. */
export const answers = signal<ReadonlyMap<number, VehicleAnswer>>(new Map());

/** The plate of a frame that is a vehicle's. */
export interface VehicleTarget {
  readonly target: AnnotationTarget;
  /** Its place among the predicted plates. */
  readonly position: number;
}

interface Followed extends VehicleTarget {
  readonly end: () => void;
}

const followed = new Map<number, Followed>();

/** The target a vehicle's answer goes to, while there is one. */
export const targetOfVehicle = (id: number): VehicleTarget | null => followed.get(id) ?? null;

/** Whether a text was typed for the vehicle and is not saved yet. */
export function hasDraft(id: number): boolean {
  const known = followed.get(id);
  return (
    known !== undefined &&
    shownPlates(known.target).some(
      (plate) => plate.predicted === known.position && isTyped(draftKeyOf(known.target, plate)),
    )
  );
}

/** From now on what is said of this target is said of the vehicle; undo and other screens count as well. */
export function follow(id: number, { target, position }: VehicleTarget): void {
  followed.get(id)?.end();
  const unwatch = watch(target);
  const stop = effect(() => {
    const plate = shownPlates(target).find(({ predicted }) => predicted === position);
    const answer =
      plate === undefined || plate.checked === '' || plate.checked === 'added'
        ? null
        : {
            ...{ checked: plate.checked, text: plate.text },
            unreadable: plate.label?.unreadable ?? null,
          };
    say(id, answer);
  });
  followed.set(id, {
    target,
    position,
    end: () => {
      unwatch();
      stop();
    },
  });
}

/** The answer of an earlier visit, or none. */
export function say(id: number, answer: VehicleAnswer | null): void {
  const before = answers.peek();
  if (answer === null && !before.has(id)) return;
  const next = new Map(before);
  if (answer === null) next.delete(id);
  else next.set(id, answer);
  answers.value = next;
}

/** The vehicle `gone` turned out to be `into`: what was said of it holds, unless more was said since. */
export function passAnswerOn(gone: number, into: number): void {
  const passed = followed.get(gone);
  const answer = answers.peek().get(gone);
  followed.delete(gone);
  passed?.end();
  say(gone, null);
  if (answer === undefined || answers.peek().has(into)) return;
  if (passed !== undefined) follow(into, passed);
  else say(into, answer);
}

/** Lets go of what was said of all other vehicles; what was kept in the dataset stays there. */
export function keepAnswersOf(ids: ReadonlySet<number>): void {
  for (const [id, { end }] of followed) {
    if (ids.has(id)) continue;
    end();
    followed.delete(id);
  }
  answers.value = new Map([...answers.peek()].filter(([id]) => ids.has(id)));
}

/** The text of a vehicle as it stands: what a person said, else what was voted. */
export function textOf(vehicle: Vehicle): string {
  return answers.value.get(vehicle.id)?.text ?? vehicle.consensus.text;
}
