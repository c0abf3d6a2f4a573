/**
 * Changing labels. A change is a list of small edits, applied inside the transaction to whatever
 * the label is by then, so that two tabs on one photo lose nothing; its inverse is undo.
 */
import type { Label, LabelEdit, LogEntry, PlateLabel } from './types.ts';

/** What an edit cannot mean. */
export class LabelEditError extends Error {
  override name = 'LabelEditError';
}

export interface EditContext {
  readonly sample: string;
  readonly at: number;
  /** The prediction it is made on; null leaves the label's. */
  readonly prediction: string | null;
}

/**
 * The label after `edits`, and the log's entry for it.
 * @throws LabelEditError for a photo that is said to hold both a plate and none, or a plate
 * without area or with text and a reason why it is unreadable at once.
 */
export function applyEdits(
  before: Label | null,
  edits: readonly LabelEdit[],
  context: EditContext,
): { readonly label: Label; readonly entry: LogEntry } {
  const plates = new Map((before?.plates ?? []).map((plate) => [plate.id, plate]));
  let noPlate = before?.noPlate ?? false;
  let partly = before?.partly ?? false;
  const done: LabelEdit[] = [];
  const undo: LabelEdit[] = [];
  for (const edit of edits) {
    if (edit.kind === 'no-plate') {
      undo.unshift({ kind: 'no-plate', value: noPlate });
      done.push(edit);
      noPlate = edit.value;
      continue;
    }
    if (edit.kind === 'partly') {
      undo.unshift({ kind: 'partly', value: partly });
      done.push(edit);
      partly = edit.value;
      continue;
    }
    const { id } = edit;
    const now = plates.get(id) ?? null;
    const value = edit.value && merged(now, edit.value, edit.fields);
    undo.unshift({ kind: 'plate', id, value: now });
    done.push({ kind: 'plate', id, value });
    if (value === null) plates.delete(id);
    else plates.set(id, ensurePlate(id, value));
  }
  if (noPlate && [...plates.values()].some((plate) => plate.verdict === 'plate')) {
    throw new LabelEditError('A photo with a labelled plate cannot be one without plates.');
  }
  const revision = (before?.revision ?? 0) + 1;
  const { sample, at } = context;
  const label: Label = {
    sample,
    revision,
    at,
    plates: [...plates.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    noPlate,
    ...(partly && !noPlate ? { partly: true as const } : {}),
    prediction: saysAll(before) ? null : (context.prediction ?? before?.prediction ?? null),
  };
  return { label, entry: { sample, revision, at, edits: done, undo, ...moved(before, label) } };
}

/**
 * Whether it was said of the whole photo which plates it holds, before anything was read (an import,
 * boxes drawn). What a model sees besides is a doubt about that, not a plate that waits for its answer.
 */
const saysAll = (label: Label | null): boolean =>
  label !== null && label.prediction === null && label.plates.length > 0 && !label.partly;

const moved = (
  before: Label | null,
  { prediction: after }: Label,
): Pick<LogEntry, 'predictions'> =>
  (before?.prediction ?? null) === after
    ? {}
    : { predictions: { before: before?.prediction ?? null, after } };

/**
 * Takes `done` back. The label returns to the prediction it was on before, unless another of its plates
 * answers the one it is on now: that one's plates without an answer would count against it for good.
 * @throws LabelEditError as `applyEdits`
 */
export function applyUndo(
  now: Label | null,
  done: LogEntry,
  at: number,
): { readonly label: Label; readonly entry: LogEntry } {
  const { sample, predictions } = done;
  const taken = applyEdits(now, done.undo, { sample, at, prediction: null });
  const on = taken.label.prediction;
  const isUsed = on !== null && taken.label.plates.some(({ origin }) => origin?.prediction === on);
  if (!predictions || predictions.after !== on || isUsed) return taken;
  const label = { ...taken.label, prediction: predictions.before };
  return { label, entry: { ...taken.entry, ...moved(now, label) } };
}

/** `value`, but what is not among `fields` stays as it is by now. */
function merged(
  now: PlateLabel | null,
  value: PlateLabel,
  fields: readonly (keyof PlateLabel)[] | undefined,
): PlateLabel {
  if (now === null || fields === undefined) return value;
  return { ...now, ...Object.fromEntries(fields.map((field) => [field, value[field]])) };
}

function ensurePlate(id: string, plate: PlateLabel): PlateLabel {
  const { x, y, width, height } = plate.box;
  if (![x, y, width, height].every(Number.isFinite) || width <= 0 || height <= 0) {
    throw new LabelEditError('A plate needs a box with an area.');
  }
  if (plate.id !== id) throw new LabelEditError('A label must keep its id.');
  if (plate.text !== null && (plate.text === '' || plate.unreadable !== null)) {
    throw new LabelEditError('A plate has a text or a reason why it cannot be read, not both.');
  }
  return plate;
}

/** "No plate here": every plate answered as none, the photo marked as a negative. */
export function noPlateEdits(
  label: Label | null,
  predicted: readonly PlateLabel[],
): readonly LabelEdit[] {
  const answers = new Map(predicted.map((plate) => [plate.id, plate]));
  for (const plate of label?.plates ?? []) {
    // A plate that was only drawn is taken back; one a model saw becomes a hard negative.
    if (plate.origin) answers.set(plate.id, plate);
  }
  const gone = (label?.plates ?? []).filter((plate) => !answers.has(plate.id));
  return [
    ...gone.map(({ id }): LabelEdit => ({ kind: 'plate', id, value: null })),
    ...[...answers.values()].map(
      (plate): LabelEdit => ({
        kind: 'plate',
        id: plate.id,
        value: { ...plate, verdict: 'not-plate', text: null, raw: null, unreadable: null },
      }),
    ),
    { kind: 'no-plate', value: true },
  ];
}

/** Whether the label still says what `edits` made it say: otherwise undo would undo someone else. */
export function stillHolds(label: Label | null, edits: readonly LabelEdit[]): boolean {
  const last = new Map(
    edits.map((edit) => [edit.kind === 'plate' ? edit.id : `/${edit.kind}`, edit]),
  );
  return [...last.values()].every((edit) => {
    if (edit.kind === 'no-plate') return (label?.noPlate ?? false) === edit.value;
    if (edit.kind === 'partly') return (label?.partly ?? false) === edit.value;
    const now = label?.plates.find((plate) => plate.id === edit.id) ?? null;
    return JSON.stringify(now) === JSON.stringify(edit.value);
  });
}
