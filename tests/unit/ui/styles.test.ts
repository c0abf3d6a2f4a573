import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const UI = 'src/ui';
const files = readdirSync(UI, { recursive: true, encoding: 'utf8' }).map((name) => join(UI, name));
const textOf = (file: string) => readFileSync(file, 'utf8');

/** Style sheets that every screen has, from the page's first on. */
function shared(sheet: string): string[] {
  const imports = [...textOf(sheet).matchAll(/@import "([^"]+)"/g)].map(([, own = '']) =>
    join(dirname(sheet), own),
  );
  return [sheet, ...imports.flatMap(shared)];
}

const classesOf = (sheet: string) =>
  new Set(
    [
      ...textOf(sheet)
        .replace(/\/\*[\s\S]*?\*\//g, '')
        .matchAll(/\.([a-z][\w-]*)/g),
    ].map(([, c]) => c),
  );

/** A file's own imports of style sheets and those of what it imports. */
function reached(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, path = ''] of textOf(file).matchAll(/(?:from|import) '(\.[^']+)'/g)) {
    const next = join(dirname(file), path);
    if (next.endsWith('.css')) seen.add(next);
    else if (next.startsWith(UI)) reached(next, seen);
  }
  return seen;
}

describe('styles', () => {
  it('of a class are there wherever it is used, whichever screens were open before', () => {
    const everywhere = new Set(shared(join(UI, 'theme/index.css')));
    const sheets = files.filter((file) => file.endsWith('.css'));
    const defined = new Map<string, string[]>();
    for (const sheet of sheets)
      for (const name of classesOf(sheet)) {
        if (name) defined.set(name, [...(defined.get(name) ?? []), sheet]);
      }
    const missing: string[] = [];
    for (const file of files.filter((name) => name.endsWith('.tsx'))) {
      const own = reached(file);
      for (const [, names = ''] of textOf(file).matchAll(/class="([^"]+)"/g))
        for (const name of names.split(' ')) {
          const where = defined.get(name) ?? [];
          const isThere = (sheet: string) =>
            everywhere.has(sheet) || own.has(sheet) || dirname(sheet) === dirname(file);
          if (where.length > 0 && !where.some(isThere)) missing.push(`${file}: ${name}`);
        }
    }
    expect(missing).toEqual([]);
  });
});
