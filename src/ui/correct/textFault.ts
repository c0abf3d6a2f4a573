import {
  leftOutOf,
  MOST_CHARACTERS,
  normalisePlateText,
  strangeCharacter,
} from '../../core/plateText.ts';

/** Why what was typed cannot be a plate's text; null where it can. */
export function textFault(typed: string): string | null {
  const strange = strangeCharacter(typed);
  if (strange !== null)
    return `“${strange}” is neither a letter nor a digit. If nobody can read all of it, it is “Unreadable”.`;
  if (normalisePlateText(typed).length <= MOST_CHARACTERS) return null;
  return `A plate has at most ${MOST_CHARACTERS} characters.`;
}

/** What of a text is not kept, a sentence; null where all of it is. */
export function leftOutNote(typed: string): string | null {
  const letters = leftOutOf(typed);
  return letters === ''
    ? null
    : `“${letters}” is left out: plates are kept in Latin letters and digits.`;
}
