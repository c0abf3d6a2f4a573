/** What a person can say about a plate, as edits of its label. */
import { type CheckedPlate, checkedPlates } from '../../core/checkedPlates.ts';
import { noPlateEdits } from '../../core/dataset/edits.ts';
import { SAME_PLATE_IOU } from '../../core/dataset/labelState.ts';
import type { LabelEdit, PlateLabel, UnreadableReason } from '../../core/dataset/types.ts';
import { iou } from '../../core/geometry.ts';
import { normalisePlateText } from '../../core/plateText.ts';
import type { Box } from '../../core/types.ts';
import type { AnnotationTarget } from './annotationTarget.ts';
import { beginBulk, correct, undoEdits } from './correctionQueue.ts';
import { draftKeyOf, draftOf, setDraft } from './drafts.ts';
import { placeOf } from './stepPlate.ts';
import { textFault } from './textFault.ts';

export const REASON_NAMES: Readonly<Record<UnreadableReason, string>> = {
  small: 'too small',
  blurred: 'blurred',
  dark: 'too dark',
  covered: 'covered',
  cut: 'cut off',
};

/** A plate on the screen. */
export type ShownPlate = CheckedPlate;

/** Whether a plate still waits for an answer: nothing was said, or its box but not its text. */
export function isOpen({ label }: ShownPlate): boolean {
  if (!label) return true;
  return label.verdict === 'plate' && !label.unreadable && label.text === null;
}

/** All plates of a photo: the predicted ones in their order, then the drawn ones. */
export function shownPlates(target: AnnotationTarget): ShownPlate[] {
  return checkedPlates(target.prediction, target.label.value);
}

/** The label a plate would get by saying nothing new about it; its text was not confirmed. */
function baseLabel(target: AnnotationTarget, plate: ShownPlate): PlateLabel {
  if (plate.label) return plate.label;
  const { prediction } = target;
  return {
    id: plate.id,
    box: plate.box,
    verdict: 'plate',
    text: null,
    raw: null,
    unreadable: null,
    region: null,
    rows: null,
    origin:
      prediction && plate.predicted !== null
        ? { prediction: prediction.id, plate: plate.predicted }
        : null,
  };
}

/**
 * The plate as it is by now: what a screen was drawn from, or a timer began with, may be older, and
 * a change built on it would take back what was said since.
 */
function asItIs(target: AnnotationTarget, plate: ShownPlate): ShownPlate {
  const place = placeOf(target, plate);
  return (place === null ? undefined : shownPlates(target)[place]) ?? plate;
}

function say(target: AnnotationTarget, plate: ShownPlate, change: Partial<PlateLabel>): void {
  void correct(target, editsFor(target, plate, change));
}

/** What saying this of a plate changes in the label. */
export function editsFor(
  target: AnnotationTarget,
  shown: ShownPlate,
  change: Partial<PlateLabel>,
): readonly LabelEdit[] {
  const plate = asItIs(target, shown);
  const value = { ...baseLabel(target, plate), ...change };
  // Another tab may have said something else of the plate: only what is said here changes.
  const fields = Object.keys(change) as (keyof PlateLabel)[];
  const edits: LabelEdit[] = [{ kind: 'plate', id: plate.id, value, fields }];
  if (value.verdict === 'plate' && target.label.peek()?.noPlate) {
    edits.unshift({ kind: 'no-plate', value: false });
  }
  return edits;
}

/** "Right as it stands", or the typed text. @returns whether it is kept; false for no text to confirm */
export function confirmText(
  target: AnnotationTarget,
  plate: ShownPlate,
  typed: string,
): false | Promise<boolean> {
  const edits = confirmEdits(target, plate, typed);
  if (edits === null) return false;
  const draft = draftKeyOf(target, plate);
  return correct(target, edits).then((isKept) => {
    // What could not be kept stays in its field.
    if (!isKept && draftOf(draft) === undefined) setDraft(draft, typed);
    return isKept;
  });
}

/** What confirming changes; null when there is no text to confirm, or `textFault` finds a fault. */
export function confirmEdits(
  target: AnnotationTarget,
  plate: ShownPlate,
  typed: string,
): readonly LabelEdit[] | null {
  const text = normalisePlateText(typed);
  if (text === '' || textFault(typed) !== null) return null;
  const raw = typed.trim() === text ? null : typed.trim();
  const now = asItIs(target, plate);
  const read = now.predicted === null ? null : target.prediction?.plates[now.predicted]?.reading;
  // The rows shown beside the text are confirmed with it.
  const rows = now.label?.rows ?? (now.label?.text ? null : (read?.rows ?? null));
  return editsFor(target, plate, { verdict: 'plate', text, raw, unreadable: null, rows });
}

export function refusePlate(target: AnnotationTarget, plate: ShownPlate): void {
  dropDraft(target, plate);
  if (plate.predicted === null) {
    // A drawn box that is no plate is simply taken back.
    void correct(target, [{ kind: 'plate', id: plate.id, value: null }]);
    return;
  }
  if (asItIs(target, plate).label?.verdict === 'not-plate') {
    void takeBackAnswer(target, plate);
    return;
  }
  say(target, plate, { verdict: 'not-plate', text: null, raw: null, unreadable: null });
}

/** A second "not a plate" takes the first one back: what was said of the plate before, by an import too, stands again. */
async function takeBackAnswer(target: AnnotationTarget, plate: ShownPlate): Promise<void> {
  const isIt = (edit: LabelEdit) => edit.kind === 'plate' && edit.id === plate.id;
  const before = await undoEdits(target, (edit) => isIt(edit) && isRefusal(edit));
  const edits = before?.filter(isIt) ?? [{ kind: 'plate', id: plate.id, value: null }];
  const isNegative = target.label.peek()?.noPlate === true;
  await correct(target, [...(isNegative ? [NOT_NEGATIVE] : []), ...edits]);
}

const NOT_NEGATIVE: LabelEdit = { kind: 'no-plate', value: false };
const isRefusal = (edit: LabelEdit) => edit.kind === 'plate' && edit.value?.verdict === 'not-plate';

/** @param reason null takes an earlier one back: the plate waits for its text again */
export function markUnreadable(
  target: AnnotationTarget,
  plate: ShownPlate,
  reason: UnreadableReason | null,
): void {
  dropDraft(target, plate);
  say(target, plate, { verdict: 'plate', text: null, raw: null, unreadable: reason });
}

/** What was typed and not saved is no open question any more once the plate has another answer. */
function dropDraft(target: AnnotationTarget, plate: ShownPlate): void {
  setDraft(draftKeyOf(target, plate), null);
}

export function moveBox(target: AnnotationTarget, plate: ShownPlate, box: Box): void {
  say(target, plate, { box });
}

/** @returns false, with nothing changed, for what is no country code */
export function setRegion(target: AnnotationTarget, plate: ShownPlate, region: string): boolean {
  const code = region.trim().toLowerCase();
  if (code !== '' && !/^[a-z]{2}$/.test(code)) return false;
  say(target, plate, { region: code === '' ? null : code });
  return true;
}

export function setRows(target: AnnotationTarget, plate: ShownPlate, rows: 1 | 2 | null): void {
  say(target, plate, { rows });
}

/** Adds a plate the models missed, or puts the box of one that is there where it was drawn. @returns its place */
export function drawPlate(target: AnnotationTarget, box: Box): number {
  const plates = shownPlates(target);
  const place = plates.findIndex(
    (plate) => plate.status !== 'rejected' && iou(plate.box, box) >= SAME_PLATE_IOU,
  );
  const same = plates[place];
  if (!same) return addPlate(target, box);
  moveBox(target, same, box);
  return place;
}

/** Adds a plate. @returns its place among the shown ones */
export function addPlate(target: AnnotationTarget, box: Box): number {
  const taken = new Set(target.label.peek()?.plates.map(({ id }) => id));
  let number = taken.size + 1;
  while (taken.has(`drawn-${number}`)) number += 1;
  const id = `drawn-${number}-${Date.now().toString(36)}`;
  const drawn = {
    id,
    predicted: null,
    read: null,
    label: null,
    box,
    text: '',
    rows: null,
  } as const;
  say(target, { ...drawn, status: 'text_missing', checked: 'added' }, {});
  return shownPlates(target).findIndex(({ label }) => label?.id === id);
}

/** "No plate here": the photo becomes a negative; a second time takes that back, with all it had changed. */
export async function sayNoPlate(target: AnnotationTarget): Promise<void> {
  const label = target.label.peek();
  const plates = shownPlates(target);
  for (const plate of plates) dropDraft(target, plate);
  if (!label?.noPlate) {
    const edits = negativeEdits(target);
    const held = plates.filter(({ status }) => status !== 'rejected');
    const answered = held.filter(({ label }) => label !== null);
    const isMore = held.length > 1 || answered.length > 0;
    await (isMore ? denyAll(target, edits, held) : correct(target, edits));
    return;
  }
  const before = await undoEdits(target, (edit) => edit.kind === 'no-plate' && edit.value);
  const answers = label.plates.map(({ id }): LabelEdit => ({ kind: 'plate', id, value: null }));
  await correct(target, before ?? [NOT_NEGATIVE, ...answers]);
}

/** The answer is about more than the plate one looks at: that is said, with an Undo. */
function denyAll(
  target: AnnotationTarget,
  edits: readonly LabelEdit[],
  held: readonly ShownPlate[],
): Promise<boolean> {
  const all = beginBulk();
  const kept = all.correct(target, edits);
  all.end();
  const texts = held.map(({ text }) => text || 'one without a text');
  const [are, none] = held.length === 1 ? ['is', 'no plate'] : ['are', 'no plates'];
  all.tell(`No plate in this photo: ${texts.join(' and ')} ${are} ${none} now.`);
  return kept;
}

/** What "no plate here" changes. */
export function negativeEdits(target: AnnotationTarget): readonly LabelEdit[] {
  const predicted = shownPlates(target)
    .filter((plate) => plate.predicted !== null)
    .map((plate) => baseLabel(target, plate));
  return noPlateEdits(target.label.peek(), predicted);
}
