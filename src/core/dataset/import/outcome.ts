/**
 * What an import makes of one photo. A photo is a negative only if all that is said of it was
 * understood and is nothing, or only classes known not to be plates.
 */
import { clip } from '../../geometry.ts';
import type { PlateAnnotation } from '../annotation.ts';
import type { Decisions } from './classes.ts';
import { type Frame, type PhotoFacts, toUpright, uprightOf } from './frame.ts';
import { type FoundPlate, mergePlates } from './merge.ts';
import type { Notes } from './notes.ts';
import { readText } from './said.ts';
import type { SaidObject, Statement } from './statement.ts';

/**
 * - `labelled`: all its plates are known.
 * - `partly`: plates are known, but something was left out: there may be more.
 * - `negative`: it holds no plate.
 * - `predicted`: a model's boxes, to be reviewed.
 * - `unlabelled`: nothing is known.
 */
export type OutcomeState = 'labelled' | 'partly' | 'negative' | 'predicted' | 'unlabelled';

export interface Outcome {
  readonly state: OutcomeState;
  /** In pixels of the upright photo and inside it. */
  readonly plates: readonly PlateAnnotation[];
  /** Of each plate of `predicted`. */
  readonly confidences: readonly number[];
}

const NOTHING: Outcome = { state: 'unlabelled', plates: [], confidences: [] };

export const LEFT_OUT = {
  undecided: (name: string) =>
    `It is not known whether objects of class "${name.slice(0, 40)}" are plates; they are left out.`,
  noClass: 'No class of this set is known to be a plate, so its photos stay unlabelled.',
  noBox: 'An object has no box that can be used in its photo; it is left out.',
  predicted:
    'Boxes with a confidence are a model’s, not a person’s: they come as predictions to review.',
  tooMany:
    'A photo has more than 1,000 boxes; the first 1,000 are taken, and it counts as labelled in part.',
  disputed: 'Two files say different texts of one plate; its text is left open.',
} as const;

/** Boxes taken of a photo: no street has more plates, and a screen could not show them one by one. */
const MOST_BOXES = 1000;

/** @param drawnOn the frame its boxes are in @param notes is told what is left out */
export function outcomeOf(
  said: readonly Statement[],
  facts: PhotoFacts,
  drawnOn: Frame,
  decisions: Decisions,
  notes: Notes,
): Outcome {
  if (said.length === 0) return NOTHING;
  let leftOut = said.reduce((sum, { leftOut }) => sum + leftOut, 0);
  const sets: FoundPlate[][] = [];
  for (const one of said) {
    const plates: FoundPlate[] = [];
    for (const object of one.objects) {
      const kind = object.class ? decisions.of(object.class) : 'plate';
      if (kind === 'other' || kind === 'aside') continue;
      if (kind === 'ask') {
        leftOut += 1;
        const name = object.class?.name ?? '';
        notes.add(one.from, decisions.lookForPlates ? LEFT_OUT.undecided(name) : LEFT_OUT.noClass);
        continue;
      }
      if (plates.length === MOST_BOXES) {
        leftOut += 1;
        notes.add(one.from, LEFT_OUT.tooMany);
        continue;
      }
      const plate = plateOf(object, one, facts, drawnOn);
      if (plate)
        plates.push(kind === 'text' ? { ...plate, ...readText(object.class?.name) } : plate);
      else {
        leftOut += 1;
        notes.add(one.from, LEFT_OUT.noBox);
      }
    }
    sets.push(plates);
  }
  const { plates, disputed } = mergePlates(sets);
  const [first] = said;
  if (disputed > 0) notes.add(first?.from ?? '', LEFT_OUT.disputed, null, disputed);
  const certain = plates.filter(({ confidence }) => confidence === null);
  if (certain.length === 0 && plates.length > 0) {
    notes.add(first?.from ?? '', LEFT_OUT.predicted, null, plates.length);
    const confidences = plates.map(({ confidence }) => confidence ?? 0);
    return { state: 'predicted', plates: plates.map(bare), confidences };
  }
  if (plates.length > certain.length) leftOut += plates.length - certain.length;
  if (certain.length > 0) {
    return {
      state: leftOut > 0 ? 'partly' : 'labelled',
      plates: certain.map(bare),
      confidences: [],
    };
  }
  const whole = said.some((one) => one.whole && decisions.looksIn(one.scope));
  return leftOut === 0 && whole ? { ...NOTHING, state: 'negative' } : NOTHING;
}

function bare({ confidence: _, ...plate }: FoundPlate): PlateAnnotation {
  return plate;
}

function plateOf(
  object: SaidObject,
  { frame, kind }: Statement,
  facts: PhotoFacts,
  drawnOn: Frame,
): FoundPlate | null {
  const size = uprightOf(facts);
  const whole = { x: 0, y: 0, ...size };
  const box = kind === 'crop' ? whole : toUpright(object, frame, facts, drawnOn);
  if (!box) return null;
  const inside = clip(box, size);
  if (inside.width < 1 || inside.height < 1) return null;
  const same = Math.abs(inside.width - box.width) + Math.abs(inside.height - box.height) <= 1e-6;
  const { text, raw, unreadable, region, rows, confidence } = object;
  return { box: same ? box : inside, text, raw, unreadable, region, rows, confidence };
}
