import { defineConfig } from 'vitest/config';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['tests/unit/**/*.test.{ts,tsx}'],
    environment: 'node', // what needs a browser is tested in one: tests/e2e
    passWithNoTests: false,
    testTimeout: 30_000, // properties over many inputs take their time on a busy machine
  },
});
