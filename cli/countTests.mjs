/** Prints the last line of the tests, from vitest's report. */
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
console.log(`${report.numPassedTests} passed, ${report.numFailedTests} failed`);
