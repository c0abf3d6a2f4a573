/** Characters that are taken for each other, by people and by readers. */

const CLASSES = ['0OQD', '1IL', '2Z', '5S', '6G', '8B', 'UVYW', 'NMH'];

const CLASS_OF: ReadonlyMap<string, string> = new Map(
  CLASSES.flatMap((chars) => [...chars].map((char) => [char, chars] as const)),
);

/** `98OABC` and `980ABC` alike: equal for texts that differ in look-alikes alone. */
export function foldLookAlikes(text: string): string {
  let folded = '';
  for (const char of text) folded += CLASS_OF.get(char)?.[0] ?? char;
  return folded;
}

/** All texts that differ from `text` (`A–Z0–9`) in one to `most` look-alikes. */
export function lookAlikeTexts(text: string, most: number): string[] {
  const found: string[] = [];
  const change = (head: string, from: number, left: number) => {
    for (let i = from; i < text.length; i++) {
      const char = text.charAt(i);
      for (const other of CLASS_OF.get(char) ?? '') {
        if (other === char) continue;
        const next = head + text.slice(from, i) + other;
        found.push(next + text.slice(i + 1));
        if (left > 1) change(next, i + 1, left - 1);
      }
    }
  };
  change('', 0, most);
  return found;
}
