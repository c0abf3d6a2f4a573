import { describe, expect, test } from 'vitest';
import { FORMAT_CASES } from './cases/all.ts';
import { importOf } from './importOf.ts';

describe('what tools and people write', () => {
  test.each(Object.entries(FORMAT_CASES))('%s', async (_, one) => {
    const { photos, notes, asked } = await importOf(one.files, one.facts, one.answers);
    for (const [path, [state, ...plates]] of Object.entries(one.photos)) {
      const got = photos[path];
      expect([path, got?.state]).toEqual([path, state]);
      const rows = got?.plates.map(({ box, text }) => [
        ...[box.x, box.y, box.width, box.height].map((n) => Math.round(n * 10) / 10),
        text,
      ]);
      expect(rows).toEqual(
        plates.map(([x, y, w, h, text = null]) =>
          [x, y, w, h, text].map((n) => (typeof n === 'number' ? Math.round(n * 10) / 10 : n)),
        ),
      );
    }
    for (const [path, raws] of Object.entries(one.raws ?? {}))
      expect([path, photos[path]?.plates.map(({ raw }) => raw)]).toEqual([path, raws]);
    for (const [path, split] of Object.entries(one.splits ?? {}))
      expect([path, photos[path]?.split]).toEqual([path, split]);
    expect(asked.map(({ name }) => name)).toEqual(one.asked ?? []);
    for (const [pattern, count] of one.told ?? []) {
      const found = notes.filter(({ message }) => pattern.test(message));
      expect([pattern, found.reduce((sum, note) => sum + note.count, 0)]).toEqual([pattern, count]);
    }
  });
});

test('a photo of 40,000 boxes costs no more than reading them, and keeps a thousand', async () => {
  const boxes = Array.from(
    { length: 40_000 },
    (_, n) => `0 .${100 + (n % 800)} .${100 + Math.floor(n / 800)} .01 .01`,
  );
  const { photos, notes } = await importOf({
    'data.yaml': "names: ['plate']\n",
    'images/a.jpg': '',
    'labels/a.txt': boxes.join('\n'),
  });
  expect(photos['images/a.jpg']).toMatchObject({ state: 'partly' });
  expect(photos['images/a.jpg']?.plates).toHaveLength(1000);
  expect(notes.find(({ message }) => message.includes('more than 1,000'))?.count).toBe(39_000);
}, 60_000);
