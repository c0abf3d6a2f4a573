/**
 * Allowed and denied plates, as plain texts or as hashes that nobody can read back: one pair of lists for
 * photos and for Live.
 */
import { signal } from '@preact/signals';
import { nearTexts } from '../../core/near.ts';
import { normalisePlateText } from '../../core/plateText.ts';
import type { ListMark } from '../../core/results.ts';
import { savedPlateLists, savePlateLists } from '../../store/plateLists.ts';
import {
  EMPTY_HASHED_LIST,
  type HashedList,
  type Match,
  matchIn,
  withHashes,
  withoutHash,
} from './hashedList.ts';

export interface PlateList {
  readonly plain: readonly string[];
  /** New hashes go to the first; others were kept by earlier versions, under salts of their own. */
  readonly hashed: readonly HashedList[];
}

export type ListName = 'allow' | 'deny';
export type PlateLists = Readonly<Record<ListName, PlateList>>;

export const EMPTY_LIST: PlateList = { plain: [], hashed: [] };
export const plateLists = signal<PlateLists>({ allow: EMPTY_LIST, deny: EMPTY_LIST });
export const sizeOf = ({ plain, hashed }: PlateList) =>
  hashed.reduce((sum, { hashes }) => sum + hashes.length, plain.length);

let loaded: Promise<void> | null = null;

/** Takes the kept lists over; once. */
export function loadPlateLists(): Promise<void> {
  loaded ??= savedPlateLists().then(
    ({ lists, watched }) => {
      const deny = restored(lists, 'deny');
      const earlier = hashedOf(watched);
      plateLists.value = {
        allow: restored(lists, 'allow'),
        deny: { ...deny, hashed: [...deny.hashed, ...earlier] },
      };
    },
    () => undefined,
  );
  return loaded;
}

function restored(found: unknown, name: ListName): PlateList {
  const given = (found as Partial<PlateLists> | null | undefined)?.[name];
  return { plain: texts(given?.plain), hashed: [given?.hashed ?? []].flat().flatMap(hashedOf) };
}

const texts = (list: unknown) =>
  Array.isArray(list) ? list.filter((item): item is string => typeof item === 'string') : [];

function hashedOf(given: unknown): readonly HashedList[] {
  const { salt, hashes } = (given ?? {}) as Partial<HashedList>;
  return typeof salt === 'string' && salt !== '' ? [{ salt, hashes: texts(hashes) }] : [];
}

export interface Changed {
  /** Plates that are on it now and were not, or the other way round. */
  readonly plates: number;
  /** False where the browser refuses storage: it holds until the page is closed. */
  readonly saved: boolean;
}

/** Adds plates in any spelling. @param hash keeps them unreadable */
export function addPlates(name: ListName, input: string, hash: boolean): Promise<Changed> {
  const list = plateLists.peek()[name];
  // One that stands there in the other form is there.
  const news = platesIn(input).filter((text) => markIn(list, text) !== 'match');
  if (!hash) return change(name, { ...list, plain: [...list.plain, ...news].sort() });
  const [first = EMPTY_HASHED_LIST, ...others] = list.hashed;
  return change(name, { ...list, hashed: [withHashes(first, news), ...others] });
}

/** Takes a plate off, in any spelling. */
export function removePlate(name: ListName, input: string): Promise<Changed> {
  const { plain, hashed } = plateLists.peek()[name];
  const text = normalisePlateText(input);
  return change(name, {
    plain: plain.filter((other) => other !== text),
    hashed: hashed.map((list) => withoutHash(list, text)),
  });
}

/** Puts another list in its place: an empty one, or the one from before. */
export async function change(name: ListName, list: PlateList): Promise<Changed> {
  const before = sizeOf(plateLists.peek()[name]);
  const next = { ...plateLists.peek(), [name]: list };
  plateLists.value = next;
  const saved = await savePlateLists(next).then(
    () => true,
    () => false,
  );
  return { plates: Math.abs(sizeOf(list) - before), saved };
}

/**
 * Plates of a text or CSV: one a line, or the column called `plate`, else the first. A line that holds
 * no plate (a head, a comment) is passed over.
 */
export function platesIn(input: string): readonly string[] {
  const lines = input.split(/\r?\n/).filter((line) => line.trim() !== '');
  const cells = (line: string) =>
    line.split(/[;,\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  const head = cells(lines[0] ?? '').map((cell) => cell.toLowerCase());
  const column = head.findIndex((cell) =>
    /^(plate|licen[cs]e.?plate|number.?plate|kennzeichen)$/.test(cell),
  );
  // Without a head, plates may stand side by side.
  const texts =
    column >= 0
      ? lines.slice(1).map((line) => cells(line)[column] ?? '')
      : lines.flatMap((line) => cells(line));
  return [...new Set(texts.map(normalisePlateText).filter((text) => text.length >= 2))];
}

/** Texts looked up before, on the lists as they were then: a near match takes milliseconds to find. */
const known = new Map<string, ListMark>();
let knownOn: PlateLists | null = null;
const MOST_KNOWN = 20_000;

/** On which list a text stands; denied counts for more, and an exact match more than a near one. */
export function listOf(text: string): ListMark {
  const lists = plateLists.value; // read each time: whoever shows a mark hears of other lists
  if (lists !== knownOn || known.size > MOST_KNOWN) known.clear();
  knownOn = lists;
  const found = known.get(text);
  if (found !== undefined) return found;
  const { allow, deny } = lists;
  const [denied, allowed] = [markIn(deny, text), markIn(allow, text)];
  const mark: ListMark =
    denied === 'match'
      ? 'deny'
      : allowed === 'match'
        ? 'allow'
        : denied !== ''
          ? 'near-deny'
          : allowed !== ''
            ? 'near-allow'
            : '';
  known.set(text, mark);
  return mark;
}

function markIn({ plain, hashed }: PlateList, text: string): Match {
  const found = hashed.map((list) => matchIn(list, text));
  if (found.includes('match') || plain.includes(text)) return 'match';
  if (found.includes('near-match')) return 'near-match';
  if (plain.length === 0 || text.length < 4) return '';
  return nearTexts(text).some((near) => plain.includes(near)) ? 'near-match' : '';
}
