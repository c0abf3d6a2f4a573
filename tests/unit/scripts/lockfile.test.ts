import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { missingFrom } from '../../../scripts/complete-lock.mjs';

test('the lockfile names every platform’s packages, so that npm ci takes it everywhere', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const names = missingFrom(packages).map(({ name }) => name);
  expect(names, 'run `node scripts/complete-lock.mjs` and commit').toEqual([]);
});

test('a package that is missing is found, one that is nested is not missed', () => {
  const parent = { version: '1.0.0', dev: true, optionalDependencies: { a: '1.0.0', b: '2.0.0' } };
  const found = missingFrom({
    'node_modules/parent': parent,
    'node_modules/parent/node_modules/a': { version: '1.0.0' },
  });
  expect(found).toEqual([{ name: 'b', version: '2.0.0', dev: true }]);
});
