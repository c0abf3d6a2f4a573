/** File names are hostile input: any length, any script, control characters. */

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * At most `max` user-perceived characters (≥ 5), the middle replaced by `…`: the start tells the
 * series, the end tells the number and the kind.
 */
export function truncateMiddle(name: string, max: number): string {
  if (name.length <= max) return name;
  const parts = Array.from(graphemes.segment(name), (part) => part.segment);
  if (parts.length <= max) return name;
  const tail = Math.floor((max - 1) / 2);
  return `${parts.slice(0, max - 1 - tail).join('')}…${parts.slice(parts.length - tail).join('')}`;
}

/** `photos/car.jpg` → `car`; never empty; safe as part of a name on every file system. */
export function fileStem(path: string): string {
  const base = path.split(/[\\/]/).pop() ?? '';
  const stem = base.replace(/\.[^.]{1,5}$/, '');
  // Control characters, marks that turn the writing direction, and what Windows forbids.
  const safe = stem.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069<>:"|?*]/gu, '_');
  return truncateMiddle(safe, 60).replace(/^[.\s]+|[.\s]+$/g, '') || 'photo';
}
