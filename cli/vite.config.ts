/** Bundles the command line with the engine into one file; its native packages stay outside. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));
const { version } = JSON.parse(readFileSync(`${here}package.json`, 'utf8')) as { version: string };

export default defineConfig({
  root: here,
  publicDir: false,
  logLevel: 'warn',
  define: { __APP_VERSION__: JSON.stringify(version) },
  ssr: { noExternal: ['@noble/hashes'] },
  build: {
    ssr: 'src/main.ts',
    outDir: 'dist',
    target: 'node20',
    rolldownOptions: {
      external: ['onnxruntime-node', 'sharp'],
      output: { entryFileNames: 'platewheel.mjs', banner: '#!/usr/bin/env node' },
    },
  },
});
