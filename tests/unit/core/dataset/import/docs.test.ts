import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FORMAT_CASES } from './cases/all.ts';

const rows = readFileSync('docs/formats.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| tool'));
const zips = Object.keys(JSON.parse(readFileSync('tests/fixtures/imports/expected.json', 'utf8')));
const sets = [...Object.keys(FORMAT_CASES), ...zips];
const named = (row: string) =>
  [...(row.split('|').at(-2) ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name as string);

test('every row of docs/formats.md has a set that is tested', () => {
  for (const row of rows) expect(named(row), row).not.toEqual([]);
  expect(rows.flatMap(named).filter((name) => !sets.includes(name))).toEqual([]);
});

test('every set that is tested stands in docs/formats.md', () => {
  const told = new Set(rows.flatMap(named));
  expect(sets.filter((name) => !told.has(name))).toEqual([]);
});
