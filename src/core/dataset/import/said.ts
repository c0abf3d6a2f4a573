/** Texts of plates as files of all kinds give them: attributes, numbers, placeholders. */
import { normalisePlateText } from '../../plateText.ts';
import { UNREADABLE_REASONS, type UnreadableReason } from '../types.ts';
import type { SaidObject } from './statement.ts';

type Said = Pick<SaidObject, 'text' | 'raw' | 'unreadable' | 'region' | 'rows'>;

export const NOTHING_SAID: Said = {
  text: null,
  raw: null,
  unreadable: null,
  region: null,
  rows: null,
};

/** Attribute names that hold a plate's text, letters and digits alone, best first. */
const TEXT_KEYS = [
  'text',
  'platetext',
  'platenumber',
  'numberplatetext',
  'licenseplatetext',
  'licenceplatetext',
  'licenseplatenumber',
  'licenceplatenumber',
  'plate',
  'numberplate',
  'licenseplate',
  'licenceplate',
  'lpnumber',
  'lptext',
  'lp',
  'ocr',
  'ocrtext',
  'transcription',
  'utf8string',
  'words',
  'word',
  'registration',
  'registrationnumber',
  'number',
  'platestring',
  'platevalue',
  'plateocr',
  'platetranscription',
  'plateno',
  'platenum',
  'numberplateno',
  'licenseplateno',
  'licenceplateno',
  'licensenumber',
  'licencenumber',
  'license',
  'licence',
  'lpnum',
  'lpno',
  'regno',
  'regnumber',
  'vehiclenumber',
  'vehicleno',
  'carnumber',
  'vrm',
  'vrn',
  'placa',
  'matricula',
  'kennzeichen',
  'immatriculation',
  'targa',
  'plaka',
  'kenteken',
];
const RAW_KEYS = ['raw'];
const REGION_KEYS = ['region', 'country', 'plateregion'];

const plain = (key: string) =>
  key
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');

/**
 * All but letters, digits and what parts them may stand for a character nobody could read: dropping it
 * would make another plate. So may `_`, but not at the ends, where it fills up (fast-plate-ocr).
 */
const PLACEHOLDER = /[^\p{L}\p{M}\p{N}\s\p{Pd}.,:;·•∙・'’`"/_]|(?<=[^_])_+(?=[^_])/u;
/** Words for the same; in capitals they are plates that somebody has. */
const NO_TEXT = /^([nN]\/[aA]|NaN|[nN]one|[nN]ull|nan|[uU]n(known|readable|defined)|[iI]llegible)$/;

/** A text as given → what may be claimed: none where a placeholder stands for a character. */
export function readText(given: unknown): Pick<Said, 'text' | 'raw'> {
  const raw =
    typeof given === 'string'
      ? given.trim()
      : typeof given === 'number' && Number.isSafeInteger(given)
        ? String(given)
        : '';
  if (raw === '') return { text: null, raw: null };
  const text = PLACEHOLDER.test(raw) || NO_TEXT.test(raw) ? '' : normalisePlateText(raw);
  if (text === '') return { text: null, raw };
  return { text, raw: raw === text ? null : raw };
}

/** What attributes say of a plate, whatever tool named them. */
export function readAttributes(attributes: Readonly<Record<string, unknown>>): Said {
  const byKey = new Map<string, unknown>();
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== '' && !byKey.has(plain(key))) byKey.set(plain(key), value);
  }
  const first = (keys: readonly string[]) =>
    keys.map((key) => byKey.get(key)).find((v) => typeof v === 'string' || typeof v === 'number');
  const unreadable = UNREADABLE_REASONS.includes(byKey.get('unreadable') as UnreadableReason)
    ? (byKey.get('unreadable') as UnreadableReason)
    : null;
  const { text, raw } = readText(first(TEXT_KEYS));
  const given = first(RAW_KEYS);
  const region = String(first(REGION_KEYS) ?? '')
    .trim()
    .toLowerCase();
  const rows = Number(byKey.get('rows'));
  return {
    text: unreadable ? null : text,
    raw: typeof given === 'string' && given !== text ? given : raw,
    unreadable,
    region: /^[a-z]{2}$/.test(region) && region !== 'xx' ? region : null,
    rows: rows === 1 || rows === 2 ? rows : null,
  };
}

/** Whether a class is named by the plate's text, as in sets with a class for each plate. */
export function isTextName(name: string): boolean {
  const text = normalisePlateText(name);
  const digits = text.replace(/[^0-9]/g, '').length;
  // A placeholder stands for a character, but `#3` for a class without a name.
  if (!/^[A-Za-z0-9?*][A-Za-z0-9 .·?*#-]*$/.test(name) || text.length < 4 || text.length > 11)
    return false;
  if (digits === text.length) return digits >= 5;
  // Words with a number behind them are names: `class12`, `Class 12`, `truck-02`.
  return digits >= 2 && !/^[A-Za-z][a-z]{2,}[ .·-]*\d*$/.test(name.trim());
}
