/**
 * What the product takes real exports for: node scripts/models/exporters.mjs FOLDER
 * FOLDER is what `training/reference/exporters.sh` wrote.
 */
import { runnerImport } from 'vite';

const { module } = await runnerImport(new URL('./exporters.ts', import.meta.url).pathname, {
  configFile: false,
  logLevel: 'error',
});
await module.default(process.argv.slice(2));
