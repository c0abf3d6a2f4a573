/** What is wrong with labels, one by one, most suspicious first. */
import { iou } from '../geometry.ts';
import type { Box } from '../types.ts';
import { BADLOC_OVER, leastSimilarity, overlookedScores } from './boxSuspicion.ts';
import type { SampleFacts } from './facts.ts';

export interface Finding {
  /** `text`: given text likely wrong; `missed`: plate without a label; `loose`: box badly placed. */
  readonly kind: 'text' | 'missed' | 'loose';
  readonly sample: string;
  /** The label's id; of a missed plate `x,y,w,h` in whole pixels. */
  readonly plate: string;
  readonly box: Box;
  /** 0–1, low is suspicious. */
  readonly score: number;
  /** "Given AB12, read AB13: the 4th character looks like 3". */
  readonly reason: string;
  readonly given: string;
  readonly read: string;
  /** Position of the doubtful character in the given text; −1 where it is none. */
  readonly position: number;
  /** Where the detector sees the plate, for a loose box. */
  readonly better: Box | null;
  /** Of the label that it was found with. */
  readonly revision: number;
  /** A person has put the given text in place of this reading: the likelier one is right. */
  readonly isCorrection: boolean;
}

/** Texts whose least likely character is below this are shown. */
const TEXT_BELOW = 0.35;
/** A person put another text in place of a reading: they are asked again where it was one that nobody would doubt. */
const SURE_OTHERWISE = 0.8;
/** Boxes that fit worse than this are shown: IoU of about 0.7. */
const LOOSE_BELOW = 0.74;

/**
 * Name under which a finding is ignored: of a text until that text is another one, of a box until
 * that is moved, whatever else of the label changes.
 */
export const findingKey = ({ kind, sample, plate, given, box }: Finding): string =>
  [kind, sample, plate, kind === 'text' ? given : placeOf(box)].join(' ');

/** How findings were named earlier, whatever was wrong with the plate. */
const earlierKey = ({ sample, plate, revision }: Finding): string =>
  `${sample} ${plate} ${revision}`;

const placeOf = ({ x, y, width, height }: Box): string =>
  [x, y, width, height].map(Math.round).join(',');

export function findingsOf(
  samples: readonly SampleFacts[],
  ignored: ReadonlySet<string>,
): Finding[] {
  const judged = samples.filter(({ state }) => state === 'labelled' || state === 'negative');
  const least = leastSimilarity(
    judged.map(({ plates, detections }) => ({ labels: plates.map(({ box }) => box), detections })),
  );
  const all = [
    ...samples.flatMap(textFindings),
    ...judged.flatMap((sample) => [...looseFindings(sample), ...missedFindings(sample, least)]),
  ].filter((finding) => !ignored.has(findingKey(finding)) && !ignored.has(earlierKey(finding)));
  return all.sort((a, b) => rankOf(a) - rankOf(b) || (a.sample < b.sample ? -1 : 1));
}

/** Scores of the three kinds are not of one scale: each is taken as a share of its own threshold. */
function rankOf({ kind, score }: Finding): number {
  return score / (kind === 'text' ? TEXT_BELOW : kind === 'loose' ? LOOSE_BELOW : 1);
}

function textFindings(sample: SampleFacts): Finding[] {
  return sample.plates.flatMap((plate) => {
    const { suspicion, text, read } = plate;
    if (!suspicion || suspicion.score >= TEXT_BELOW || read === text) return [];
    if (plate.isCorrection && (plate.confidence ?? 0) < SURE_OTHERWISE) return [];
    // Where the lengths differ, places after the difference are not those of the reading.
    const { position, given, seen } =
      read.length === text.length
        ? { ...suspicion, given: text[suspicion.position] ?? '' }
        : difference(text, read);
    const where = partingWords(text, position, given, seen);
    return [
      {
        ...common(sample, plate.id, plate.box),
        kind: 'text' as const,
        score: suspicion.score,
        reason: plate.isCorrection
          ? `You corrected this: it was read as ${read}. Is ${text} right?`
          : `Read as ${read}: ${where}.`,
        given: text,
        read,
        position,
        better: null,
        isCorrection: plate.isCorrection,
      },
    ];
  });
}

/** "character 3 is given as A and looks like 4". @param given, seen what stands there in the text and in the reading */
function partingWords(text: string, position: number, given: string, seen: string): string {
  const first = position + 1;
  if (given === '') {
    const where = position < text.length ? `before character ${first}` : 'at the end';
    return `${seen} seems to be missing ${where}`;
  }
  const [at, are, look] =
    given.length > 1
      ? [`characters ${first} to ${position + given.length}`, 'are', 'look']
      : [`character ${first}`, 'is', 'looks'];
  return `${at} ${are} given as ${given} and ${seen === '' ? 'may not be there' : `${look} like ${seen}`}`;
}

/** Where two texts part: what is left of each between their common beginning and their common end. */
function difference(text: string, read: string) {
  const shorter = Math.min(text.length, read.length);
  let position = 0;
  while (position < shorter && text[position] === read[position]) position += 1;
  let end = 0;
  while (end < shorter - position && text.at(-1 - end) === read.at(-1 - end)) end += 1;
  return {
    position,
    given: text.slice(position, text.length - end),
    seen: read.slice(position, read.length - end),
  };
}

function looseFindings(sample: SampleFacts): Finding[] {
  if (sample.kind === 'crop') return []; // the box is the picture
  return sample.plates.flatMap((plate) => {
    const { badloc } = plate;
    if (badloc === null || badloc >= LOOSE_BELOW) return [];
    const better = detectionAt(sample, plate.box);
    // What is seen there is another plate, which has its own box: nothing is known of this one's.
    const isTaken = (other: Box) => better !== null && iou(other, better) > iou(plate.box, better);
    if (sample.plates.some(({ id, box }) => id !== plate.id && isTaken(box))) return [];
    return [
      {
        ...common(sample, plate.id, plate.box),
        kind: 'loose' as const,
        score: badloc,
        reason: 'The box does not fit the plate that the detector sees here.',
        given: plate.isLabelled ? plate.text : '', // else it is what was read
        read: plate.read,
        position: -1,
        better,
      },
    ];
  });
}

/** The box of the detection that overlaps this one most, of those by which boxes are judged. */
function detectionAt({ detections }: SampleFacts, box: Box): Box | null {
  const sure = detections.filter(({ confidence }) => confidence > BADLOC_OVER);
  const [best] = sure.sort((a, b) => iou(b.box, box) - iou(a.box, box));
  return best?.box ?? null;
}

function missedFindings(sample: SampleFacts, least: number): Finding[] {
  if (sample.kind === 'crop') return [];
  const pair = { labels: sample.plates.map(({ box }) => box), detections: sample.detections };
  return overlookedScores(pair, least).flatMap((score, i) => {
    const found = sample.detections[i];
    if (score === null || !found) return [];
    const { box, confidence } = found;
    const plate = placeOf(box);
    return [
      {
        ...common(sample, plate, box),
        kind: 'missed' as const,
        // The surer the detector, the more suspicious: nearness to another label says little on photos.
        score: Math.min(0.999, 1 - confidence),
        reason: `The detector is ${Math.round(100 * confidence)} % sure of a plate here, and nobody labelled one.`,
        given: '',
        read: '',
        position: -1,
        better: null,
      },
    ];
  });
}

const common = ({ id, revision }: SampleFacts, plate: string, box: Box) => ({
  sample: id,
  plate,
  box,
  revision,
  isCorrection: false,
});
