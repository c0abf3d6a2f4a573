/**
 * Which class names mean a licence plate. One rule for models and for datasets.
 *
 * A name is cut into words (`license_plate`, `LicensePlate`, `number plate`). It means a plate when a
 * word for it is in there, in any of the languages below, unless the name denies it (`no_plate`), or
 * is about something at a plate or of that name: a character, a frame, a phone number, a template.
 */

/** Words for a plate inside a name written together; misspellings of "license" are common. */
const PLATE =
  /plate|li[cs]+en[cs]+e|placa|matricula|kennzeichen|nummernschild|plaque|targa|plaka|kenteken|bienso|platnomor|nomorplat|rejestrac|anpr|alpr|госномер|номернойзнак/;
/** The same where only the whole word means it. */
const PLATE_WORDS = new Set(['lp', 'lps', 'lpr', 'vrn', 'vrm', 'number', 'номер']);
/** "Number" alone means a plate's; of these things it does not. */
const NOT_NUMBER =
  /phone|telefon|mobile|house|street|route|page|serial|speed|line|player|jersey|bib|container/;
const DENIED = new Set(
  'no not non none without missing absent kein keine ohne sans sin sem senza zonder bez tanpa'.split(
    ' ',
  ),
);
const DENIED_TOGETHER =
  /^(no|non|not|without)(car|vehicle|number)?(plate|li[cs]+en|lp$|placa|matr)/;
/** A thing at, of or with a plate, or another plate altogether. */
const ELSE = new Set(
  'char chars character characters letter letters digit digits symbol symbols holder frame bracket light lamp screw with driver drivers driving card document dinner food home steel'.split(
    ' ',
  ),
);
const ELSE_TOGETHER = /template|platelet|plateau|(face|name|hot|kick|skid|base|tail)plate|placard/;

/** The words of a class name in lower case, accents off. */
function wordsOf(name: string): string[] {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/(\p{Ll}|\p{N})(?=\p{Lu})/gu, '$1 ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}

/** What a class name says about plates: `no-plate` is a denial or something known to be none. */
export function plateName(name: string): 'plate' | 'no-plate' | null {
  const words = wordsOf(name);
  const together = words.join('');
  const mentions = PLATE.test(together) || words.some((word) => PLATE_WORDS.has(word));
  if (!mentions) return null;
  if (words.some((word) => DENIED.has(word)) || DENIED_TOGETHER.test(together)) return 'no-plate';
  if (words.some((word) => ELSE.has(word)) || ELSE_TOGETHER.test(together)) return 'no-plate';
  if (NOT_NUMBER.test(together)) return 'no-plate';
  return 'plate';
}

/** Indices of the names that mean a plate; empty where none does. */
export function plateClasses(names: readonly string[]): ReadonlySet<number> {
  return new Set(names.flatMap((name, i) => (plateName(name) === 'plate' ? [i] : [])));
}
