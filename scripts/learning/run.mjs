/**
 * Runs a proof: node scripts/learning/run.mjs layer FEATURES …
 * FEATURES is what `training/reference/reader_features.py` wrote, without its ending.
 */
import { runnerImport } from 'vite';

const [proof, ...args] = process.argv.slice(2);
const { module } = await runnerImport(new URL(`./${proof}.ts`, import.meta.url).pathname, {
  configFile: false,
  logLevel: 'error',
});
await module.default(args);
