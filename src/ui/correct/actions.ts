/** What a person can say about a plate, as edits of its label. */
import { type CheckedPlate, checkedPlates } from '../../core/checkedPlates.ts';
import { noPlateEdits } from '../../core/dataset/edits.ts';
import type { LabelEdit, PlateLabel, UnreadableReason } from '../../core/dataset/types.ts';
import { normalisePlateText } from '../../core/plateText.ts';
import type { Box } from '../../core/types.ts';
import { correct } from './keeper.ts';
import type { Subject } from './subject.ts';

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
export function isOpen({ label, text }: ShownPlate): boolean {
  if (!label) return true;
  return label.verdict === 'plate' && !label.unreadable && label.text === null && text !== '';
}

/** All plates of a photo: the predicted ones in their order, then the drawn ones. */
export function shownPlates(subject: Subject): ShownPlate[] {
  return checkedPlates(subject.prediction, subject.label.value);
}

/** The label a plate would get by saying nothing new about it; its text was not confirmed. */
function baseLabel(subject: Subject, plate: ShownPlate): PlateLabel {
  if (plate.label) return plate.label;
  const { prediction } = subject;
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
function asItIs(subject: Subject, plate: ShownPlate): ShownPlate {
  const isSame = ({ id, predicted }: ShownPlate) =>
    plate.predicted === null ? id === plate.id : predicted === plate.predicted;
  return shownPlates(subject).find(isSame) ?? plate;
}

function say(subject: Subject, plate: ShownPlate, change: Partial<PlateLabel>): void {
  void correct(subject, editsFor(subject, plate, change));
}

function editsFor(
  subject: Subject,
  shown: ShownPlate,
  change: Partial<PlateLabel>,
): readonly LabelEdit[] {
  const plate = asItIs(subject, shown);
  const value = { ...baseLabel(subject, plate), ...change };
  // Another tab may have said something else of the plate: only what is said here changes.
  const fields = Object.keys(change) as (keyof PlateLabel)[];
  const edits: LabelEdit[] = [{ kind: 'plate', id: plate.id, value, fields }];
  if (value.verdict === 'plate' && subject.label.peek()?.noPlate) {
    edits.unshift({ kind: 'no-plate', value: false });
  }
  return edits;
}

/** "Right as it stands", or the typed text. @returns false when there is no text to confirm */
export function confirmText(subject: Subject, plate: ShownPlate, typed: string): boolean {
  const edits = confirmEdits(subject, plate, typed);
  if (edits) void correct(subject, edits);
  return edits !== null;
}

/** What confirming changes; null when there is no text to confirm. */
export function confirmEdits(
  subject: Subject,
  plate: ShownPlate,
  typed: string,
): readonly LabelEdit[] | null {
  const text = normalisePlateText(typed);
  if (text === '') return null;
  const raw = typed.trim() === text ? null : typed.trim();
  const now = asItIs(subject, plate);
  const read = now.predicted === null ? null : subject.prediction?.plates[now.predicted]?.reading;
  // The rows shown beside the text are confirmed with it.
  const rows = now.label?.rows ?? (now.label?.text ? null : (read?.rows ?? null));
  return editsFor(subject, plate, { verdict: 'plate', text, raw, unreadable: null, rows });
}

export function refusePlate(subject: Subject, plate: ShownPlate): void {
  if (plate.predicted === null) {
    // A drawn box that is no plate is simply taken back.
    void correct(subject, [{ kind: 'plate', id: plate.id, value: null }]);
    return;
  }
  say(subject, plate, { verdict: 'not-plate', text: null, raw: null, unreadable: null });
}

/** @param reason null takes an earlier one back: the plate waits for its text again */
export function markUnreadable(
  subject: Subject,
  plate: ShownPlate,
  reason: UnreadableReason | null,
): void {
  say(subject, plate, { verdict: 'plate', text: null, raw: null, unreadable: reason });
}

export function moveBox(subject: Subject, plate: ShownPlate, box: Box): void {
  say(subject, plate, { box });
}

/** @returns false, with nothing changed, for what is no country code */
export function setRegion(subject: Subject, plate: ShownPlate, region: string): boolean {
  const code = region.trim().toLowerCase();
  if (code !== '' && !/^[a-z]{2}$/.test(code)) return false;
  say(subject, plate, { region: code === '' ? null : code });
  return true;
}

export function setRows(subject: Subject, plate: ShownPlate, rows: 1 | 2 | null): void {
  say(subject, plate, { rows });
}

/** Adds a plate the models missed. @returns its id */
export function drawPlate(subject: Subject, box: Box): string {
  const taken = new Set(subject.label.peek()?.plates.map(({ id }) => id));
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
  say(subject, { ...drawn, status: 'unreadable', checked: 'added' }, {});
  return id;
}

/** "No plate here": the photo becomes a negative. */
export function sayNoPlate(subject: Subject): void {
  void correct(subject, negativeEdits(subject));
}

/** What "no plate here" changes. */
export function negativeEdits(subject: Subject): readonly LabelEdit[] {
  const predicted = shownPlates(subject)
    .filter((plate) => plate.predicted !== null)
    .map((plate) => baseLabel(subject, plate));
  return noPlateEdits(subject.label.peek(), predicted);
}
