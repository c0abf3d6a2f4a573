/** Allowed and denied plates, as plain texts or as hashes that nobody can read back. */
import { signal } from '@preact/signals';
import { nearTexts } from '../../core/live/near.ts';
import { normalisePlateText } from '../../core/plateText.ts';
import type { ListMark } from '../../core/results.ts';
import { savedPlateLists, savePlateLists } from '../../store/plateLists.ts';
import { EMPTY_WATCH_LIST, type WatchList, watchMark, withPlates } from '../live/watchList.ts';

export interface PlateList {
  readonly plain: readonly string[];
  readonly hashed: WatchList;
}

export type ListName = 'allow' | 'deny';
export type PlateLists = Readonly<Record<ListName, PlateList>>;

const EMPTY: PlateList = { plain: [], hashed: EMPTY_WATCH_LIST };
export const plateLists = signal<PlateLists>({ allow: EMPTY, deny: EMPTY });
export const sizeOf = ({ plain, hashed }: PlateList) => plain.length + hashed.hashes.length;

let loaded: Promise<void> | null = null;

/** Takes the kept lists over; once. */
export function loadPlateLists(): Promise<void> {
  loaded ??= savedPlateLists().then(
    (found) => {
      plateLists.value = { allow: restored(found, 'allow'), deny: restored(found, 'deny') };
    },
    () => undefined,
  );
  return loaded;
}

function restored(found: unknown, name: ListName): PlateList {
  const given = (found as Partial<PlateLists> | undefined)?.[name];
  const texts = (list: unknown) =>
    Array.isArray(list) ? list.filter((item): item is string => typeof item === 'string') : [];
  const salt = given?.hashed?.salt;
  return {
    plain: texts(given?.plain),
    hashed:
      typeof salt === 'string' ? { salt, hashes: texts(given?.hashed?.hashes) } : EMPTY_WATCH_LIST,
  };
}

/** Adds plates in any spelling. @returns how many were new */
export async function addPlates(name: ListName, input: string, hash: boolean): Promise<number> {
  const list = plateLists.peek()[name];
  const texts = platesIn(input);
  let next: PlateList;
  if (hash) next = { ...list, hashed: withPlates(list.hashed, texts.join('\n')).list };
  else next = { ...list, plain: [...new Set([...list.plain, ...texts])].sort() };
  await change(name, next);
  return sizeOf(next) - sizeOf(list);
}

export async function clearList(name: ListName): Promise<void> {
  await change(name, EMPTY);
}

async function change(name: ListName, list: PlateList): Promise<void> {
  const next = { ...plateLists.peek(), [name]: list };
  await savePlateLists(next);
  known.clear();
  plateLists.value = next;
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

/** Texts looked up before: a near match takes milliseconds to find. */
const known = new Map<string, ListMark>();

/** On which list a text stands; denied counts for more, and an exact match more than a near one. */
export function listOf(text: string): ListMark {
  const found = known.get(text);
  if (found !== undefined) return found;
  const { allow, deny } = plateLists.value;
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

function markIn({ plain, hashed }: PlateList, text: string): 'match' | 'near-match' | '' {
  const hash = watchMark(hashed, text);
  if (hash === 'match' || plain.includes(text)) return 'match';
  if (hash !== '' || (text.length >= 4 && nearTexts(text).some((near) => plain.includes(near)))) {
    return 'near-match';
  }
  return '';
}
