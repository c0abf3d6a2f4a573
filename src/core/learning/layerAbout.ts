/** What is kept beside a layer's numbers: its card, and where learning stands. Strict to write, lenient to read. */
import type { Head } from './head.ts';
import type { LayerScope } from './layer.ts';
import { FIRST_CHOICE, NOTHING_LEARNT, type Personal } from './personal.ts';
import type { CountedAnswer } from './prequential.ts';

/** What cross-fitting found: each plate as read by a layer that has not seen it. */
export interface CrossFound {
  readonly answers: number;
  readonly right: number;
  readonly rightBefore: number;
  /** Ids of plates, with what was read before and after. */
  readonly mended: readonly ChangedText[];
  readonly broken: readonly ChangedText[];
}

export interface ChangedText {
  readonly id: string;
  readonly text: string;
  readonly before: string;
  readonly after: string;
}

export interface LayerAbout {
  readonly version: 1;
  /** `own`: learnt here, and goes on; `imported`: from a file, as it came. */
  readonly kind: 'own' | 'imported';
  readonly scope: LayerScope;
  /** Keys of the scopes that were tried, this one included. */
  readonly tried: readonly string[];
  readonly personal: Omit<Personal, 'head' | 'fitted'>;
  readonly cross: CrossFound | null;
  /** Hash of the labels it was fitted to. */
  readonly labels: string;
}

type Loose = { readonly [name: string]: unknown };
const isRecord = (value: unknown): value is Loose => typeof value === 'object' && value !== null;
const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

/** What was kept, or null for what cannot be one. */
export function restoreAbout(value: unknown): LayerAbout | null {
  if (!isRecord(value) || value.version !== 1 || !isRecord(value.personal)) return null;
  const { personal } = value;
  const choice = isRecord(personal.choice) ? personal.choice : {};
  const number = (of: unknown, otherwise: number) =>
    typeof of === 'number' && Number.isFinite(of) && of > 0 ? of : otherwise;
  return {
    version: 1,
    kind: value.kind === 'imported' ? 'imported' : 'own',
    scope: restoreScope(value.scope),
    tried: texts(value.tried),
    labels: typeof value.labels === 'string' ? value.labels : '',
    cross: restoreCross(value.cross),
    personal: {
      choice: {
        lambda: number(choice.lambda, FIRST_CHOICE.lambda),
        t: Math.min(1, number(choice.t, FIRST_CHOICE.t)),
        temperature: number(choice.temperature, FIRST_CHOICE.temperature),
      },
      learntFrom: texts(personal.learntFrom),
      left: texts(personal.left),
      groups: texts(personal.groups),
      counted: Array.isArray(personal.counted) ? personal.counted.filter(isCounted) : [],
      away: Array.isArray(personal.away) ? personal.away.filter(isCounted) : [],
      rounds: Array.isArray(personal.rounds) ? personal.rounds.map(texts) : NOTHING_LEARNT.rounds,
      curve: Array.isArray(personal.curve) ? personal.curve.filter(isPoint) : [],
    },
  };
}

export function restoreScope(value: unknown): LayerScope {
  if (isRecord(value) && typeof value.value === 'string') {
    if (value.kind === 'source' || value.kind === 'country') {
      return { kind: value.kind, value: value.value };
    }
  }
  return { kind: 'all' };
}

const isCounted = (value: unknown): value is CountedAnswer =>
  isRecord(value) &&
  [value.id, value.raw, value.learnt, value.text].every((text) => typeof text === 'string') &&
  Array.isArray(value.slices) &&
  typeof value.isRandom === 'boolean';

const isPoint = (value: unknown): value is Personal['curve'][number] =>
  isRecord(value) && typeof value.answers === 'number' && typeof value.counted === 'number';

function restoreCross(value: unknown): CrossFound | null {
  if (!isRecord(value)) return null;
  const { answers, right, rightBefore, mended, broken } = value;
  if (![answers, right, rightBefore].every((n) => typeof n === 'number')) return null;
  const list = (of: unknown) => (Array.isArray(of) ? of.filter(isChanged) : []);
  return {
    answers: answers as number,
    right: right as number,
    rightBefore: rightBefore as number,
    mended: list(mended),
    broken: list(broken),
  };
}

const isChanged = (value: unknown): value is ChangedText =>
  isRecord(value) &&
  [value.id, value.text, value.before, value.after].every((text) => typeof text === 'string');

/** Whether a head fits another's reader and can be reckoned with. */
export function fitsHead(
  weight: ArrayLike<number>,
  bias: ArrayLike<number>,
  { classes, width }: Pick<Head, 'classes' | 'width'>,
): boolean {
  if (weight.length !== classes * width || bias.length !== classes) return false;
  return Array.from(weight).every(Number.isFinite) && Array.from(bias).every(Number.isFinite);
}

/** Names a layer by what it was fitted to, and how. */
export const layerId = ({
  labels,
  personal: { choice, learntFrom },
}: Pick<LayerAbout, 'labels'> & {
  readonly personal: Pick<Personal, 'choice' | 'learntFrom'>;
}): string => `${labels} ${choice.lambda} ${choice.t} ${learntFrom.length}`;
