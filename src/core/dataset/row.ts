/** A sample on one line: what the Dataset screen shows, filters and sorts by. */
import { checkedPlates } from '../checkedPlates.ts';
import { toQuery } from '../search.ts';
import { isCorrection, type LabelState, labelState } from './labelState.ts';
import type { Label, Prediction, Sample, Split } from './types.ts';

/** What a row, and the facts of a sample, say as the sample has it, and where it stands. */
export interface SampleStanding
  extends Pick<Sample, 'id' | 'file' | 'kind' | 'source' | 'addedAt' | 'taken'> {
  readonly state: LabelState;
  readonly split: Split | null;
}

export function standingOf(
  { id, file, kind, source, addedAt, taken }: Sample,
  prediction: Prediction | null,
  label: Label | null,
  split: Split | null,
): SampleStanding {
  return { id, file, kind, source, addedAt, taken, state: labelState(label, prediction), split };
}

export interface DatasetRow extends SampleStanding {
  readonly bytes: number;
  /** Labelled texts, and where a plate has no label yet, what was read. */
  readonly texts: readonly string[];
  /** The least sure reading of a plate on it, 0–1; null without any that can be read. */
  readonly confidence: number | null;
  /** Ids of detector and reader. */
  readonly models: readonly string[];
  readonly plates: number;
  /** Those of them that models found and nobody has said anything of. */
  readonly onlyRead: number;
  readonly twoRows: boolean;
  readonly unreadable: number;
  /** Plates whose box is known and whose text nobody has said. */
  readonly textMissing: number;
  /** Models have looked at it. */
  readonly isRead: boolean;
  /** At least one label differs from what was predicted. */
  readonly corrected: boolean;
  readonly labelledAt: number | null;
}

/** Of several predictions the one the label was made on, else the latest. */
export function chosenPrediction(
  predictions: readonly Prediction[],
  label: Label | null,
): Prediction | null {
  const own = predictions.find(({ id }) => id === label?.prediction);
  return own ?? [...predictions].sort((a, b) => b.at - a.at)[0] ?? null;
}

/** How many plates of a photo models found that its label says nothing of. */
export function onlyReadPlates(prediction: Prediction | null, label: Label | null): number {
  return checkedPlates(prediction, label).filter(
    ({ status, label: own }) => status !== 'rejected' && own === null,
  ).length;
}

export function toRow(
  sample: Sample,
  prediction: Prediction | null,
  label: Label | null,
  split: Split | null,
): DatasetRow {
  const labels = label?.plates.filter(({ verdict }) => verdict === 'plate') ?? [];
  const checked = checkedPlates(prediction, label);
  const plates = checked.filter(({ status }) => status !== 'rejected');
  const readable = plates.filter(({ label: own }) => !own || own.unreadable === null);
  const confidences = readable.flatMap(({ read }) => (read ? [read.reading?.confidence ?? 0] : []));
  return {
    ...standingOf(sample, prediction, label, split),
    bytes: sample.bytes,
    texts: plates.flatMap(({ text }) => text || []),
    confidence: confidences.length === 0 ? null : Math.min(...confidences),
    models: prediction ? [prediction.detector.id, prediction.reader.id] : [],
    plates: plates.length,
    onlyRead: onlyReadPlates(prediction, label),
    twoRows: plates.some(({ rows }) => rows === 2),
    unreadable: labels.filter(({ unreadable }) => unreadable !== null).length,
    textMissing: labels.filter(({ text, unreadable }) => text === null && unreadable === null)
      .length,
    isRead: prediction !== null,
    // What was said before anything was predicted (imports) corrects nothing until a person changes it.
    corrected:
      prediction !== null &&
      (prediction.id === label?.prediction || (label?.revision ?? 0) > 1) &&
      checked.some(({ label: own, read }) => own !== null && isCorrection(own, read)),
    labelledAt: label?.at ?? null,
  };
}

export interface RowFilter {
  /**
   * Besides the states: `corrected`, `textless` (a text is missing), `only-read` (a plate that models
   * found and nobody has said anything of), `unreadable`, `unread` (never read).
   */
  readonly state:
    | LabelState
    | ('corrected' | 'textless' | 'only-read' | 'unreadable' | 'unread' | 'all');
  readonly source: Sample['source'] | 'all';
  readonly split: Split | 'all';
  readonly model: string | 'all';
  readonly rows: 'all' | 'one' | 'two';
  /** Least and most confidence, 0–1. */
  readonly confidence: readonly [number, number];
  /** First and last day added, `YYYY-MM-DD` in local time, or '' for open. */
  readonly days: readonly [string, string];
  /** Part of a plate text or file name, in any case. */
  readonly query: string;
}

export const NO_FILTER: RowFilter = {
  state: 'all',
  source: 'all',
  split: 'all',
  model: 'all',
  rows: 'all',
  confidence: [0, 1],
  days: ['', ''],
  query: '',
};

/** @param dayOf the local day of a time in ms, `YYYY-MM-DD` */
export function filterRows(
  rows: readonly DatasetRow[],
  filter: RowFilter,
  dayOf: (ms: number) => string,
): readonly DatasetRow[] {
  const query = toQuery(filter.query);
  const [least, most] = filter.confidence;
  const [first, last] = filter.days;
  return rows.filter((row) => {
    if (!hasState(row, filter.state)) return false;
    if (filter.source !== 'all' && row.source !== filter.source) return false;
    if (filter.split !== 'all' && row.split !== filter.split) return false;
    if (filter.model !== 'all' && !row.models.includes(filter.model)) return false;
    if (filter.rows !== 'all' && row.twoRows !== (filter.rows === 'two')) return false;
    if (least > 0 || most < 1) {
      if (row.confidence === null || row.confidence < least || row.confidence > most) return false;
    }
    if (first !== '' && dayOf(row.addedAt) < first) return false;
    if (last !== '' && dayOf(row.addedAt) > last) return false;
    if (query === null) return true;
    return query.name(row.file) || row.texts.some((text) => query.plate(text) !== null);
  });
}

function hasState(row: DatasetRow, state: RowFilter['state']): boolean {
  if (state === 'all') return true;
  if (state === 'corrected') return row.corrected;
  if (state === 'textless') return row.textMissing > 0;
  if (state === 'only-read') return row.onlyRead > 0;
  if (state === 'unreadable') return row.unreadable > 0;
  if (state === 'unread') return !row.isRead && row.kind === 'photo';
  return row.state === state;
}

export type RowOrder = 'newest' | 'oldest' | 'least-sure' | 'text' | 'file';

const bySure = (row: DatasetRow) => row.confidence ?? 2;
const COMPARE: Readonly<Record<RowOrder, (a: DatasetRow, b: DatasetRow) => number>> = {
  newest: (a, b) => b.addedAt - a.addedAt,
  oldest: (a, b) => a.addedAt - b.addedAt,
  'least-sure': (a, b) => bySure(a) - bySure(b),
  text: (a, b) => compareText(a.texts[0] ?? '\uffff', b.texts[0] ?? '\uffff'),
  file: (a, b) => compareText(a.file, b.file),
};

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Sorted, with the id to break ties, so that the order never jumps. */
export function sortRows(rows: readonly DatasetRow[], order: RowOrder): readonly DatasetRow[] {
  return [...rows].sort((a, b) => COMPARE[order](a, b) || compareText(a.id, b.id));
}

/** Whether something of the photo still wants a person's answer. */
export const isWaiting = (row: Pick<DatasetRow, 'state' | 'textMissing'>): boolean =>
  row.state === 'unlabelled' || row.state === 'partly' || row.textMissing > 0;

export interface DatasetStatistics {
  readonly samples: number;
  readonly bytes: number;
  readonly states: Readonly<Record<LabelState, number>>;
  readonly splits: Readonly<Record<Split, number>>;
  readonly plates: number;
  readonly onlyRead: number;
  readonly corrected: number;
  readonly unreadable: number;
  /** Plates whose box is labelled and whose text nobody gave. */
  readonly textMissing: number;
  readonly twoRows: number;
}

export function statistics(rows: readonly DatasetRow[]): DatasetStatistics {
  const states = { unlabelled: 0, partly: 0, labelled: 0, negative: 0 };
  const splits = { train: 0, val: 0, test: 0 };
  let [bytes, plates, onlyRead, corrected, unreadable, textMissing, twoRows] = [
    0, 0, 0, 0, 0, 0, 0,
  ];
  for (const row of rows) {
    states[row.state] += 1;
    // What is taken back keeps its set for later, and trains nothing meanwhile.
    if (row.split && row.state !== 'unlabelled') splits[row.split] += 1;
    bytes += row.bytes;
    plates += row.plates;
    onlyRead += row.onlyRead;
    corrected += row.corrected ? 1 : 0;
    unreadable += row.unreadable;
    textMissing += row.textMissing;
    twoRows += row.twoRows ? 1 : 0;
  }
  const counted = { plates, onlyRead, corrected, unreadable, textMissing, twoRows };
  return { samples: rows.length, bytes, states, splits, ...counted };
}
