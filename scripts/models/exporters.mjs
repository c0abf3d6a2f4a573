/**
 * What the product takes real exports for: node scripts/models/exporters.mjs FOLDER
 * FOLDER is what `training/reference/exporters.sh` wrote.
 */
import { createServer } from 'vite';

// Not `runnerImport`: its runner is closed when the engine loads a reader's code on demand.
const server = await createServer({
  configFile: false,
  logLevel: 'error',
  appType: 'custom',
  server: { middlewareMode: true, hmr: false, ws: false },
});
try {
  const { default: main } = await server.ssrLoadModule(
    new URL('./exporters.ts', import.meta.url).pathname,
  );
  await main(process.argv.slice(2));
} finally {
  await server.close();
}
