import { expect, test } from 'vitest';
import type { ShownPlate } from '../../../src/ui/correct/actions.ts';
import { entryPlate } from '../../../src/ui/review/entryPlate.ts';

const plates = (...statuses: ShownPlate['status'][]) =>
  statuses.map((status) => ({ status }) as ShownPlate);

test('a photo is entered by what waits, else by what nobody refused, and backwards by its last plate', () => {
  const three = plates('rejected', 'ok', 'ok');
  expect(entryPlate(three, [2], false)).toBe(2);
  expect(entryPlate(three, [], false)).toBe(1);
  expect(entryPlate(three, [1], true)).toBe(2);
  expect(entryPlate(plates('rejected'), [], false)).toBe(0);
  expect(entryPlate([], [], false)).toBe(0);
  expect(entryPlate([], [], true)).toBe(0);
});
