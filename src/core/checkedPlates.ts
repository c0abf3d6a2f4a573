/**
 * The one truth about a photo's plates: what was read, joined with what a person said of it. Every
 * screen and every file takes its plates from here.
 */
import { answerTo } from './dataset/labelState.ts';
import type { Label, PlateLabel, Prediction } from './dataset/types.ts';
import type { Box, Plate } from './types.ts';

/**
 * What a person said of a plate: its text is right, was another, it is no plate, it was missed.
 * Empty while its text has no answer; a box that was only moved says nothing about the text.
 */
export type Checked = 'confirmed' | 'corrected' | 'rejected' | 'added' | '';

/**
 * `ok`: it has a text; `unreadable`: our reader or a person could not read it; `text_missing`: a person
 * or an import gave its box, and nobody its text; `rejected`: it is no plate.
 */
export type CheckedStatus = 'ok' | 'unreadable' | 'text_missing' | 'rejected';

/** A plate as it stands: read, labelled, or both. */
export interface CheckedPlate {
  /** The label's id; before there is one, the place among the predicted plates. */
  readonly id: string;
  /** Number among the predicted plates, from 0; null for one that a person added. */
  readonly predicted: number | null;
  /** What the models saw; null for one that a person added. */
  readonly read: Plate | null;
  readonly label: PlateLabel | null;
  readonly box: Box;
  /** What is labelled, else what was read; empty where there is neither, and for no plate. */
  readonly text: string;
  readonly rows: 1 | 2 | null;
  readonly status: CheckedStatus;
  readonly checked: Checked;
}

/**
 * All plates of a photo: the predicted ones in their order, then those a person added.
 * @param label what a person said; null for nothing
 */
export function checkedPlates(
  prediction: Pick<Prediction, 'id' | 'plates'> | null,
  label: Label | null,
): CheckedPlate[] {
  const answers = new Set<string>();
  const predicted = (prediction?.plates ?? []).map((read, i): CheckedPlate => {
    const answer = prediction && answerTo(label, prediction, i);
    if (answer) answers.add(answer.id);
    return {
      id: answer?.id ?? `${prediction?.id}#${i}`,
      predicted: i,
      read,
      label: answer,
      box: answer?.box ?? read.detection.box,
      ...verdictOn(answer, read, label?.noPlate === true),
    };
  });
  const added = (label?.plates ?? [])
    .filter(({ id, verdict }) => !answers.has(id) && verdict === 'plate')
    .map((plate): CheckedPlate => {
      const { id, box } = plate;
      const said = verdictOn(plate, null, false);
      return { id, predicted: null, read: null, label: plate, box, ...said };
    });
  return [...predicted, ...added];
}

type Verdict = Pick<CheckedPlate, 'text' | 'rows' | 'status' | 'checked'>;

function verdictOn(answer: PlateLabel | null, read: Plate | null, noPlate: boolean): Verdict {
  const readText = read?.reading?.text ?? '';
  const rows = answer?.rows ?? read?.reading?.rows ?? null;
  if (noPlate || answer?.verdict === 'not-plate') {
    return { text: '', rows: null, status: 'rejected', checked: 'rejected' };
  }
  const text = answer?.unreadable ? '' : (answer?.text ?? readText);
  const isMissing = answer !== null && answer.unreadable === null;
  const status = text !== '' ? 'ok' : isMissing ? 'text_missing' : 'unreadable';
  if (read === null) return { text, rows, status, checked: 'added' };
  const isSaid = answer !== null && (answer.text !== null || answer.unreadable !== null);
  const checked = !isSaid ? '' : text === readText ? 'confirmed' : 'corrected';
  return { text, rows, status, checked };
}
