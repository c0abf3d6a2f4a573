import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { importOfFiles } from './importOf.ts';

type Row = [number, number, number, number, string | null];
interface Case {
  readonly steps: readonly (readonly string[])[];
  readonly photos: Readonly<Record<string, readonly Row[] | 'no plate box at all'>>;
  readonly splits?: Readonly<Record<string, string>>;
}
const cases = JSON.parse(readFileSync('tests/fixtures/imports/expected.json', 'utf8')) as Record<
  string,
  Case
>;

const last = (path: string) => path.slice(path.lastIndexOf('/') + 1);

describe('label sets of other tools, each read exactly', () => {
  test.each(Object.entries(cases))('%s', async (_, { steps, photos, splits }) => {
    const { photos: found } = await importOfFiles(steps.at(-1) ?? []);
    const of = (name: string) =>
      Object.entries(found).find(
        ([path, { name: kept }]) => path.endsWith(name) || last(kept) === name,
      )?.[1];
    for (const [name, rows] of Object.entries(photos)) {
      const photo = of(name);
      if (typeof rows === 'string') {
        expect(photo?.plates).toEqual([]);
        expect(photo?.state).toBe('negative'); // the classes of the whole set are known
        continue;
      }
      const got = photo?.plates.map(({ box, text }) => [box.x, box.y, box.width, box.height, text]);
      expect(got?.length, name).toBe(rows.length);
      for (const [i, row] of rows.entries()) {
        for (const side of [0, 1, 2, 3] as const) {
          expect(Math.abs(Number(got?.[i]?.[side]) - row[side])).toBeLessThan(0.06);
        }
        expect(got?.[i]?.[4]).toBe(row[4]);
      }
      expect(photo?.state).toBe('labelled');
    }
    for (const [name, split] of Object.entries(splits ?? {})) expect(of(name)?.split).toBe(split);
  });
});
